/** Pages that do not change while the broker runs. Immutable. */
@NullMarked
package io.warrenmq.management.pages;

import org.jspecify.annotations.NullMarked;
