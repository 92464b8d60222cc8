/**
 * Spans of the way of a message through the broker, in OpenTelemetry's form: a plugin that sees
 * messages as an interceptor, on their loops, and hands its spans to a thread of OpenTelemetry's,
 * which sends them to a collector. Off, and then not even loaded, unless the configuration says
 * otherwise.
 */
@NullMarked
package io.warrenmq.tracing;

import org.jspecify.annotations.NullMarked;
