package io.warrenmq.benchmarks.amqp10;

/**
 * A flow frame of the broker.
 *
 * @param nextIncomingId 0, our first, when it has not seen our begin yet
 * @param hasLink whether the last two are there
 * @param echo whether it asks for one of ours
 */
record Flow(
    int nextIncomingId,
    int incomingWindow,
    boolean hasLink,
    int deliveryCount,
    int linkCredit,
    boolean echo) {}
