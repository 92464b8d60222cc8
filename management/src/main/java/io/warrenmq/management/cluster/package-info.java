/** What the broker is, and what it can. Answers on the management thread. */
@NullMarked
package io.warrenmq.management.cluster;

import org.jspecify.annotations.NullMarked;
