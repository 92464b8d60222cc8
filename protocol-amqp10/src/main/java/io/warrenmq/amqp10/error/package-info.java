/** What AMQP 1.0 calls an error: a condition, a text, and what it ends. */
@NullMarked
package io.warrenmq.amqp10.error;

import org.jspecify.annotations.NullMarked;
