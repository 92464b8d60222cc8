package io.warrenmq.benchmarks.amqp10;

/**
 * How every connection of a run introduces itself.
 *
 * @param user empty to be anonymous
 * @param frameBytesMax that we take
 * @param idleTimeoutMs without a frame from the broker, which it is told; 0 to tell none
 */
record Login(String user, String password, int frameBytesMax, int idleTimeoutMs) {}
