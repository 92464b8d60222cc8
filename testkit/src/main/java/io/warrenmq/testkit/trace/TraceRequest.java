package io.warrenmq.testkit.trace;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads an ExportTraceServiceRequest of OTLP. Its field numbers are those of opentelemetry-proto.
 */
final class TraceRequest {
  private static final HexFormat HEX = HexFormat.of();

  private TraceRequest() {}

  static List<CollectedSpan> spans(byte[] request) {
    List<CollectedSpan> spans = new ArrayList<>();
    ProtobufReader in = new ProtobufReader(request);
    while (in.next()) {
      if (in.field() == 1) {
        readResource(in.bytes(), spans);
      }
    }
    return spans;
  }

  /** ResourceSpans, whose resource comes first. */
  private static void readResource(byte[] message, List<CollectedSpan> spans) {
    String service = "";
    ProtobufReader in = new ProtobufReader(message);
    while (in.next()) {
      if (in.field() == 1) {
        Object name = attributes(in.bytes(), 1).get("service.name");
        service = name == null ? "" : name.toString();
      } else if (in.field() == 2) {
        readScope(service, in.bytes(), spans);
      }
    }
  }

  private static void readScope(String service, byte[] message, List<CollectedSpan> spans) {
    ProtobufReader in = new ProtobufReader(message);
    while (in.next()) {
      if (in.field() == 2) {
        spans.add(span(service, in.bytes()));
      }
    }
  }

  private static CollectedSpan span(String service, byte[] message) {
    String traceId = "";
    String spanId = "";
    String parentId = "";
    String name = "";
    int kind = 0;
    long startNs = 0;
    long endNs = 0;
    int status = 0;
    ProtobufReader in = new ProtobufReader(message);
    while (in.next()) {
      switch (in.field()) {
        case 1 -> traceId = HEX.formatHex(in.bytes());
        case 2 -> spanId = HEX.formatHex(in.bytes());
        case 4 -> parentId = HEX.formatHex(in.bytes());
        case 5 -> name = new String(in.bytes(), UTF_8);
        case 6 -> kind = (int) in.number();
        case 7 -> startNs = in.number();
        case 8 -> endNs = in.number();
        case 15 -> status = status(in.bytes());
        default -> {}
      }
    }
    return new CollectedSpan(
        service,
        traceId,
        spanId,
        parentId,
        name,
        kind,
        startNs,
        endNs,
        attributes(message, 9),
        status);
  }

  private static int status(byte[] message) {
    int code = 0;
    ProtobufReader in = new ProtobufReader(message);
    while (in.next()) {
      code = in.field() == 3 ? (int) in.number() : code;
    }
    return code;
  }

  private static Map<String, Object> attributes(byte[] message, int field) {
    Map<String, Object> attributes = new LinkedHashMap<>();
    ProtobufReader in = new ProtobufReader(message);
    while (in.next()) {
      if (in.field() == field) {
        String key = "";
        Object value = "";
        ProtobufReader pair = new ProtobufReader(in.bytes());
        while (pair.next()) {
          if (pair.field() == 1) {
            key = new String(pair.bytes(), UTF_8);
          } else if (pair.field() == 2) {
            value = value(pair.bytes());
          }
        }
        attributes.put(key, value);
      }
    }
    return attributes;
  }

  /** AnyValue; one without a field is the empty text. */
  private static Object value(byte[] message) {
    ProtobufReader in = new ProtobufReader(message);
    if (!in.next()) {
      return "";
    }
    return switch (in.field()) {
      case 1 -> new String(in.bytes(), UTF_8);
      case 2 -> in.number() != 0;
      case 3 -> in.number();
      case 4 -> Double.longBitsToDouble(in.number());
      case 5 -> values(in.bytes());
      default -> throw new IllegalStateException("no value that is known: " + in.field());
    };
  }

  private static List<Object> values(byte[] message) {
    List<Object> values = new ArrayList<>();
    ProtobufReader in = new ProtobufReader(message);
    while (in.next()) {
      values.add(value(in.bytes()));
    }
    return values;
  }
}
