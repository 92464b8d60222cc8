/** What programs of Jakarta Messaging meet, by Qpid JMS. */
@NullMarked
package io.warrenmq.server.clients.amqp10.jms;

import org.jspecify.annotations.NullMarked;
