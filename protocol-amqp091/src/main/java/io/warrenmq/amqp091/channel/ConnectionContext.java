package io.warrenmq.amqp091.channel;

import io.warrenmq.api.broker.BrokerConnection;
import io.warrenmq.api.broker.BrokerLimits;
import io.warrenmq.api.broker.UnfinishedBytes;
import io.warrenmq.api.loop.Loop;

/**
 * What all channels of a connection share. Immutable; what it refers to is confined to the
 * connection's loop.
 *
 * @param loop the loop
 * @param broker the open connection
 * @param limits the broker's limits
 * @param consumerCancelNotify whether the client wants to be told when a consumer ends
 * @param unfinished the account of what is begun and not finished
 * @param shared what connections of the loop share
 * @param writer writes contents and confirms
 * @param owner the connection
 */
public record ConnectionContext(
    Loop loop,
    BrokerConnection broker,
    BrokerLimits limits,
    boolean consumerCancelNotify,
    UnfinishedBytes unfinished,
    LoopShared shared,
    ContentWriter writer,
    ChannelOwner owner) {}
