/**
 * How a command that has failed tells so: its exit code and its line. Confined to the main thread,
 * unless a type says otherwise.
 */
@NullMarked
package io.warrenmq.cli.exit;

import org.jspecify.annotations.NullMarked;
