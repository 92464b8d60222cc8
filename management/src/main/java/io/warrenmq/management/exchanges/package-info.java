/** The HTTP API of exchanges. The management thread's. */
@NullMarked
package io.warrenmq.management.exchanges;

import org.jspecify.annotations.NullMarked;
