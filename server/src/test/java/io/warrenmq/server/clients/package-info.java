/**
 * Acceptance of stock client programs. What the tests of the packages below assert was recorded on
 * RabbitMQ 4.0; see {@code docs/interoperability.md} for how to run them against it. Each test runs
 * on its own thread and connections.
 */
@NullMarked
package io.warrenmq.server.clients;

import org.jspecify.annotations.NullMarked;
