/** Exchange types: what a type's author implements, and what routing offers to it. */
@NullMarked
package io.warrenmq.api.exchange;

import org.jspecify.annotations.NullMarked;
