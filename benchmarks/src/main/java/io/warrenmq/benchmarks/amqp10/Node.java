package io.warrenmq.benchmarks.amqp10;

/**
 * What a link is attached to.
 *
 * @param capability that is asked of it; empty for none
 */
record Node(String address, String capability) {}
