package io.warrenmq.amqp091.message;

import io.warrenmq.api.message.Annotations;
import io.warrenmq.api.message.Death;
import io.warrenmq.api.message.DeathHistory;
import io.warrenmq.api.message.Symbol;
import io.warrenmq.api.message.Timestamp;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was added to a message on its way, as headers in RabbitMQ's form. */
final class DeathHeaders {
  private DeathHeaders() {}

  /** All headers that annotations add, canonical values. */
  static Map<String, Object> of(Annotations annotations) {
    Map<String, Object> headers = new LinkedHashMap<>();
    if (!annotations.deaths().isEmpty()) {
      List<Object> lines = new ArrayList<>(annotations.deaths().size());
      for (Death death : annotations.deaths()) {
        lines.add(line(death));
      }
      headers.put("x-death", lines);
      headers.putAll(DeathHistory.firstAndLast(annotations));
    }
    annotations.values().forEach((key, value) -> put(headers, key, value));
    return headers;
  }

  /** Adds a value under the name that the annotation has as a header, if it has one. */
  private static void put(Map<String, Object> headers, String key, Object value) {
    if (key.equals("x-cc")) {
      headers.put("CC", value);
    } else if (key.equals(Annotations.RECEIVED_TIME) && value instanceof Timestamp received) {
      headers.put(Annotations.RECEIVED_TIME_HEADER, received.epochMs());
    } else if (!FromCanonical.isInternal(key)) {
      headers.put(key, value instanceof Symbol symbol ? symbol.text() : value);
    }
  }

  private static Map<String, Object> line(Death death) {
    Map<String, Object> line = new LinkedHashMap<>();
    if (death.originalTtlMs() >= 0) {
      line.put("original-expiration", Long.toString(death.originalTtlMs()));
    }
    line.put("count", death.count());
    line.put("reason", death.reason().text());
    line.put("queue", death.queue());
    line.put("time", new Timestamp(death.firstTimeMs()));
    line.put("exchange", death.exchange());
    line.put("routing-keys", List.copyOf(death.routingKeys()));
    return line;
  }
}
