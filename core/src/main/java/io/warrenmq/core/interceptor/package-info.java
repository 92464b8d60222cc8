/** Calls message interceptors, those of plugins and those that the broker has itself. */
@NullMarked
package io.warrenmq.core.interceptor;

import org.jspecify.annotations.NullMarked;
