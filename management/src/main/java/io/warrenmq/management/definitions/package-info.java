/** Definitions files: written, and taken in. */
@NullMarked
package io.warrenmq.management.definitions;

import org.jspecify.annotations.NullMarked;
