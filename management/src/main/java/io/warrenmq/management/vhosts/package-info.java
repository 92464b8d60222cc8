/** Vhosts and their limits. Answers on the management thread. */
@NullMarked
package io.warrenmq.management.vhosts;

import org.jspecify.annotations.NullMarked;
