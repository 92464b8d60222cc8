/** Whether the node is well. Answers on the management thread. */
@NullMarked
package io.warrenmq.management.health;

import org.jspecify.annotations.NullMarked;
