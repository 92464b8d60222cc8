/**
 * Clients of which the test writes every frame, before a real broker on simulated loops: nothing
 * here needs a socket, a thread or time. Confined to the test's thread.
 */
package io.warrenmq.amqp10.peer;
