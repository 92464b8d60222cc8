/** The firehose: copies of all that goes through a vhost, for who looks for a fault. */
@NullMarked
package io.warrenmq.core.trace;

import org.jspecify.annotations.NullMarked;
