/** Plugins that are built elsewhere, in a broker. */
@NullMarked
package io.warrenmq.server.plugins;

import org.jspecify.annotations.NullMarked;
