/**
 * JSON as plain values, read and written by Jackson. Confined to the main thread, unless a type
 * says otherwise.
 */
@NullMarked
package io.warrenmq.cli.json;

import org.jspecify.annotations.NullMarked;
