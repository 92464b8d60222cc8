/**
 * Sessions: windows, delivery ids, and the table of links. AMQP 1.0 §2.5. Confined to the
 * connection's loop.
 */
@NullMarked
package io.warrenmq.amqp10.session;

import org.jspecify.annotations.NullMarked;
