/**
 * What AMQP 1.0 peers say to each other: performatives (§2.7), SASL frames (§5.3.3), termini and
 * delivery states (§3.4, §3.5), transactions (§4.5). A record each, read from and written to the
 * list of its fields. What travels once per message, transfer, disposition and flow, is read where
 * it lies instead, see {@link io.warrenmq.amqp10.codec}.
 */
@NullMarked
package io.warrenmq.amqp10.performative;

import org.jspecify.annotations.NullMarked;
