/**
 * What a command prints, in the formats of rabbitmqctl. Confined to the main thread, unless a type
 * says otherwise.
 */
@NullMarked
package io.warrenmq.cli.output;

import org.jspecify.annotations.NullMarked;
