/**
 * The commands, a class for each group. Confined to the main thread, unless a type says otherwise.
 */
@NullMarked
package io.warrenmq.cli.command;

import org.jspecify.annotations.NullMarked;
