/**
 * AMQP 1.0 on the wire: types (part 1), frames and performatives (part 2), SASL frames (part 5).
 * Values are the canonical ones, see {@link io.warrenmq.api.message.CanonicalMessage}.
 */
@NullMarked
package io.warrenmq.amqp10.codec;

import org.jspecify.annotations.NullMarked;
