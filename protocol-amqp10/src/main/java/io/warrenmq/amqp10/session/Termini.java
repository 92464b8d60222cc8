package io.warrenmq.amqp10.session;

import io.vertx.core.Future;
import io.warrenmq.amqp10.address.Addresses;
import io.warrenmq.api.broker.BrokerAccess;
import java.util.function.Function;

/**
 * What sessions need to know to make links. Immutable; confined to the connection's loop.
 *
 * @param container the client's, by the name it has given itself
 * @param addresses reads addresses
 * @param broker the broker, which makes filters
 * @param renewal renews the connection's credentials with a new secret; fails with ACCESS_REFUSED
 */
public record Termini(
    String container,
    Addresses addresses,
    BrokerAccess broker,
    Function<String, Future<Void>> renewal) {}
