/** Transactions that the client controls by a link to the coordinator. AMQP 1.0 part 4. */
@NullMarked
package io.warrenmq.amqp10.tx;

import org.jspecify.annotations.NullMarked;
