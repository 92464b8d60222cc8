package io.warrenmq.amqp091.message;

import io.warrenmq.api.message.Annotations;
import io.warrenmq.api.message.Death;
import io.warrenmq.api.message.DeathHistory;
import io.warrenmq.api.message.Timestamp;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the broker has added to a message, as headers in RabbitMQ's form. */
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
    headers.putAll(annotations.values());
    return headers;
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
