/**
 * Plugins: found on the class path and in the plugins folder, kept by extension point and name.
 * Used by the starting and stopping thread; the registry is immutable.
 */
@NullMarked
package io.warrenmq.core.plugin;

import org.jspecify.annotations.NullMarked;
