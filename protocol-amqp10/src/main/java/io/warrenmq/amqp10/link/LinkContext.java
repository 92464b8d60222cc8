package io.warrenmq.amqp10.link;

import io.warrenmq.amqp10.message.PublishedMessage;
import io.warrenmq.api.broker.BrokerConnection;
import io.warrenmq.api.broker.BrokerLimits;
import io.warrenmq.api.broker.UnfinishedBytes;
import io.warrenmq.api.loop.Loop;

/**
 * What all links of a connection share. Immutable; what it refers to is confined to the
 * connection's loop.
 *
 * @param loop the loop
 * @param broker the open connection
 * @param limits the broker's limits
 * @param creditMax credit of an incoming link, 1 or more
 * @param unfinished the account of messages of which a part has come
 * @param published reads messages that have come
 */
public record LinkContext(
    Loop loop,
    BrokerConnection broker,
    BrokerLimits limits,
    int creditMax,
    UnfinishedBytes unfinished,
    PublishedMessage published) {}
