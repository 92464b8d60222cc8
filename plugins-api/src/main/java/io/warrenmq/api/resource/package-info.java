/** Declarations of exchanges, queues and bindings, and their arguments. */
@NullMarked
package io.warrenmq.api.resource;

import org.jspecify.annotations.NullMarked;
