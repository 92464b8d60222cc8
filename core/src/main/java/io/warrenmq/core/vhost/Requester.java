package io.warrenmq.core.vhost;

import io.warrenmq.api.auth.Principal;
import io.warrenmq.api.broker.BrokerConnection;
import io.warrenmq.api.loop.Loop;
import org.jspecify.annotations.Nullable;

/**
 * Who gives a command. Immutable.
 *
 * @param principal whose permissions count
 * @param connection the owner of exclusive queues; {@code null} for an operator, who owns none
 * @param clientId the client's identifier where the protocol has one, else the empty text
 * @param loop the loop the command is given on, where its future completes
 */
public record Requester(
    Principal principal, @Nullable BrokerConnection connection, String clientId, Loop loop) {}
