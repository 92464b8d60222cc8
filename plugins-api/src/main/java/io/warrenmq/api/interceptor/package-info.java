/**
 * Extension point: code that sees each message that a client publishes and each that it is given.
 */
@NullMarked
package io.warrenmq.api.interceptor;

import org.jspecify.annotations.NullMarked;
