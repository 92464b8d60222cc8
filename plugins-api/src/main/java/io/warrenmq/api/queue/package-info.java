/** Consuming: what a consumer asks for, what it is handed, how it settles. */
@NullMarked
package io.warrenmq.api.queue;

import org.jspecify.annotations.NullMarked;
