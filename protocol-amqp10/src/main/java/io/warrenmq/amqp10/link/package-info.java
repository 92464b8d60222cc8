/**
 * Links, the ends of a session's conversations: one on which the client sends is an incoming one,
 * one on which it receives an outgoing one. AMQP 1.0 §2.6. Confined to the connection's loop.
 */
@NullMarked
package io.warrenmq.amqp10.link;

import org.jspecify.annotations.NullMarked;
