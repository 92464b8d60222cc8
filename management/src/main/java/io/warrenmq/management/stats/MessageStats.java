package io.warrenmq.management.stats;

import io.vertx.core.json.JsonObject;
import io.warrenmq.core.metrics.Counter;
import io.warrenmq.core.metrics.Counts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** RabbitMQ's {@code message_stats}: which counters they are of. Stateless. */
public final class MessageStats {
  /** What a publisher does. */
  private static final List<String> PUBLISHING =
      List.of("publish", "confirm", "return_unroutable", "drop_unroutable");

  /** What consumers do. */
  private static final List<String> CONSUMING =
      List.of(
          "deliver",
          "deliver_no_ack",
          "get",
          "get_no_ack",
          "get_empty",
          "redeliver",
          "ack",
          "deliver_get");

  /** All of them, in the order of a sample. */
  static final List<String> METRICS =
      List.of(
          "publish",
          "confirm",
          "return_unroutable",
          "drop_unroutable",
          "deliver",
          "deliver_no_ack",
          "get",
          "get_no_ack",
          "get_empty",
          "redeliver",
          "ack",
          "deliver_get");

  private MessageStats() {}

  /** The number of a name. */
  static long value(String metric, Counts counts) {
    return switch (metric) {
      case "publish" -> counts.get(Counter.PUBLISHED);
      case "confirm" -> counts.get(Counter.CONFIRMED);
      case "return_unroutable" -> counts.get(Counter.RETURNED);
      case "drop_unroutable" -> counts.get(Counter.DROPPED);
      case "deliver" -> counts.get(Counter.DELIVERED);
      case "deliver_no_ack" -> counts.get(Counter.DELIVERED_SETTLED);
      case "get" -> counts.get(Counter.GOT);
      case "get_no_ack" -> counts.get(Counter.GOT_SETTLED);
      case "get_empty" -> counts.get(Counter.GET_EMPTY);
      case "redeliver" -> counts.get(Counter.REDELIVERED);
      case "ack" -> counts.get(Counter.ACKED);
      case "deliver_get" ->
          counts.get(Counter.DELIVERED)
              + counts.get(Counter.DELIVERED_SETTLED)
              + counts.get(Counter.GOT)
              + counts.get(Counter.GOT_SETTLED);
      default -> throw new IllegalArgumentException(metric);
    };
  }

  /** Fills the beginning of a sample. */
  static void fill(Counts counts, long[] sample) {
    for (int i = 0; i < METRICS.size(); i++) {
      sample[i] = value(METRICS.get(i), counts);
    }
  }

  /** Those of a queue, to which nothing is confirmed; {@code null} when nothing has happened. */
  static @Nullable JsonObject ofQueue(Counts counts, Figures figures, @Nullable Window window) {
    JsonObject json = new JsonObject();
    put(json, List.of("publish"), counts, figures, window);
    put(json, CONSUMING, counts, figures, window);
    return json.isEmpty() ? null : json;
  }

  /** Those of a session; {@code null} when it has done nothing. */
  static @Nullable JsonObject ofSession(Counts counts, Figures figures, @Nullable Window window) {
    JsonObject json = new JsonObject();
    put(json, PUBLISHING, counts, figures, window);
    put(json, CONSUMING, counts, figures, window);
    return json.isEmpty() ? null : json;
  }

  /** Those of all together. */
  static JsonObject ofAll(Counts counts, Figures figures, @Nullable Window window) {
    JsonObject json = new JsonObject();
    for (String metric : METRICS) {
      figures.put(json, metric, metric, value(metric, counts), window);
    }
    return json;
  }

  /** Who has never done anything of a kind is not shown with it. */
  private static void put(
      JsonObject json,
      List<String> metrics,
      Counts counts,
      Figures figures,
      @Nullable Window window) {
    if (metrics.stream().allMatch(metric -> value(metric, counts) == 0)) {
      return;
    }
    for (String metric : metrics) {
      figures.put(json, metric, metric, value(metric, counts), window);
    }
  }
}
