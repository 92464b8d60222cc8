/** Expressions that operators write to choose resources by name. Immutable. */
@NullMarked
package io.warrenmq.core.pattern;

import org.jspecify.annotations.NullMarked;
