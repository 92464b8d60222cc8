package io.warrenmq.benchmarks.stomp;

/**
 * How every connection of a run introduces itself.
 *
 * @param user empty for none
 */
record Login(String user, String password) {}
