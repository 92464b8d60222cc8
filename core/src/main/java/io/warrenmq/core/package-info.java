/** The broker core. It knows no protocol. */
@NullMarked
package io.warrenmq.core;

import org.jspecify.annotations.NullMarked;
