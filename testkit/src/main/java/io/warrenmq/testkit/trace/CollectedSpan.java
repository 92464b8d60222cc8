package io.warrenmq.testkit.trace;

import java.util.Map;

/**
 * A span as a collector gets it. Immutable.
 *
 * @param service the {@code service.name} of who has sent it; empty when it does not say
 * @param traceId 32 hexadecimal digits
 * @param spanId 16 hexadecimal digits
 * @param parentId of the span that it is a child of; empty when it is the first
 * @param name its name
 * @param kind OTLP's number: 1 internal, 2 server, 3 client, 4 producer, 5 consumer
 * @param startNs nanoseconds since 1970
 * @param endNs nanoseconds since 1970
 * @param attributes String, Boolean, Long, Double, or a List of these
 * @param status OTLP's number: 0 unset, 1 ok, 2 error
 */
public record CollectedSpan(
    String service,
    String traceId,
    String spanId,
    String parentId,
    String name,
    int kind,
    long startNs,
    long endNs,
    Map<String, Object> attributes,
    int status) {}
