/** Configuration, plugin loading, launcher: the only module that sees all. */
@NullMarked
package io.warrenmq.server;

import org.jspecify.annotations.NullMarked;
