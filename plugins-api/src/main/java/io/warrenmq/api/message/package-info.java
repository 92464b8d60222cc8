/**
 * The immutable message: its bytes as they came, what the core reads of it, what the broker adds
 * beside it, and the one canonical view that every format converts to and from.
 */
@NullMarked
package io.warrenmq.api.message;

import org.jspecify.annotations.NullMarked;
