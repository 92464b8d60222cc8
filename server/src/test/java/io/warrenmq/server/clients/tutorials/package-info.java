/** The programs of RabbitMQ's tutorials, in Java. */
@NullMarked
package io.warrenmq.server.clients.tutorials;

import org.jspecify.annotations.NullMarked;
