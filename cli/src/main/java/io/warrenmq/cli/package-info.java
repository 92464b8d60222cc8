/**
 * {@code bin/warrenctl}: what an operator or a script asks of a running broker, over its HTTP API.
 * Confined to the main thread.
 */
@NullMarked
package io.warrenmq.cli;

import org.jspecify.annotations.NullMarked;
