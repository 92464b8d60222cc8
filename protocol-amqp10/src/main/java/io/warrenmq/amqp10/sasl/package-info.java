/** Who the client is, before anything else. AMQP 1.0 §5.3. Confined to the connection's loop. */
@NullMarked
package io.warrenmq.amqp10.sasl;

import org.jspecify.annotations.NullMarked;
