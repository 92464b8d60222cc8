/** Time that stands still until a test moves it. */
@NullMarked
package io.warrenmq.testkit.time;

import org.jspecify.annotations.NullMarked;
