package io.warrenmq.amqp10.management;

import io.vertx.core.Future;
import io.warrenmq.api.broker.VhostAccess;
import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.error.ErrorKind;
import io.warrenmq.api.message.CanonicalMessage;
import io.warrenmq.api.resource.ExchangeDeclaration;
import java.util.Map;

/** {@code /exchanges/:exchange}. */
final class ExchangeRoutes {
  private static final String TYPE = "type";
  private static final String DURABLE = "durable";
  private static final String AUTO_DELETE = "auto_delete";
  private static final String INTERNAL = "internal";
  private static final Map<String, Class<?>> PROPERTIES =
      Map.of(
          TYPE, String.class,
          DURABLE, Boolean.class,
          AUTO_DELETE, Boolean.class,
          INTERNAL, Boolean.class);

  private final VhostAccess access;
  private final Names names;

  ExchangeRoutes(VhostAccess access, Names names) {
    this.access = access;
    this.names = names;
  }

  Future<Answer> put(String exchange, CanonicalMessage.Body body) {
    BodyFields properties = BodyFields.read(body, "exchange property", PROPERTIES);
    String type = properties.text(TYPE);
    ExchangeDeclaration declaration =
        new ExchangeDeclaration(
            exchange,
            type == null ? "direct" : type,
            properties.flag(DURABLE, true),
            properties.flag(AUTO_DELETE, false),
            properties.flag(INTERNAL, false),
            properties.arguments());
    Names.checkNotDefaultExchange(exchange);
    Future<Void> mayBe = Names.isReserved(exchange) ? exists(exchange) : Future.succeededFuture();
    return mayBe.compose(there -> access.declareExchange(declaration)).map(declared -> Answer.DONE);
  }

  /** A reserved name is no new exchange's; one that has it may be declared as it is. */
  private Future<Void> exists(String exchange) {
    return access
        .checkExchange(exchange)
        .recover(
            failure ->
                Future.failedFuture(
                    failure instanceof BrokerException refusal
                            && refusal.kind() == ErrorKind.NOT_FOUND
                        ? Names.reserved(names.exchange(exchange))
                        : failure));
  }

  Future<Answer> delete(String exchange) {
    Names.checkNotDefaultExchange(exchange);
    if (Names.isReserved(exchange)) {
      throw Names.reserved(names.exchange(exchange));
    }
    return access.deleteExchange(exchange, false).map(deleted -> Answer.DONE);
  }
}
