/** The broker's errors, in no protocol's words; each protocol maps them to its own. */
@NullMarked
package io.warrenmq.api.error;

import org.jspecify.annotations.NullMarked;
