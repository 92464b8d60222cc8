/**
 * Requests to the HTTP API of a broker. Confined to the main thread, unless a type says otherwise.
 */
@NullMarked
package io.warrenmq.cli.http;

import org.jspecify.annotations.NullMarked;
