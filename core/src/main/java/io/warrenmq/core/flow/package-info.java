/** Memory accounting, resource alarms, back-pressure to publishers. */
@NullMarked
package io.warrenmq.core.flow;

import org.jspecify.annotations.NullMarked;
