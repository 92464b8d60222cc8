package io.warrenmq.benchmarks.mqtt;

/**
 * How every connection of a run introduces itself.
 *
 * @param user empty for none
 * @param keepAliveS 0 for none
 */
record Login(String user, String password, int keepAliveS) {}
