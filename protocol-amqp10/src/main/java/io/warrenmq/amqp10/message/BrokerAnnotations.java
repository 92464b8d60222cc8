package io.warrenmq.amqp10.message;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.warrenmq.amqp10.codec.ValueArray;
import io.warrenmq.amqp10.codec.ValueCursor;
import io.warrenmq.amqp10.codec.ValueWriter;
import io.warrenmq.api.message.Annotations;
import io.warrenmq.api.message.DeathHistory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the broker has added to a message on its way, as message annotations. The death history is
 * an array of maps, as RabbitMQ sends it. Immutable.
 */
final class BrokerAnnotations {
  private static final BrokerAnnotations NONE = new BrokerAnnotations(Map.of());

  private final List<byte[]> keys;
  private final List<Object> values;

  private BrokerAnnotations(Map<String, Object> annotations) {
    this.keys = new ArrayList<>(annotations.size());
    this.values = new ArrayList<>(annotations.size());
    annotations.forEach(
        (key, value) -> {
          keys.add(key.getBytes(US_ASCII));
          values.add(value);
        });
  }

  static BrokerAnnotations of(Annotations added) {
    if (added.isEmpty()) {
      return NONE;
    }
    Map<String, Object> annotations = DeathHistory.annotations(added);
    if (!added.deaths().isEmpty()) {
      annotations.computeIfPresent("x-opt-deaths", (key, deaths) -> arrays(deaths));
    }
    return new BrokerAnnotations(annotations);
  }

  private static Object arrays(Object deaths) {
    List<Map<?, ?>> lines = new ArrayList<>();
    for (Object death : (List<?>) deaths) {
      Map<Object, @Nullable Object> line = new LinkedHashMap<>((Map<?, ?>) death);
      line.replaceAll((key, value) -> value instanceof List<?> keys ? new ValueArray(keys) : value);
      lines.add(line);
    }
    return new ValueArray(lines);
  }

  /** Whether the key that comes next is that of one of these. */
  boolean hasNext(ValueCursor cursor) {
    for (byte[] key : keys) {
      if (cursor.isText(key)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Writes the entries.
   *
   * @return how many
   */
  int write(ByteBuf out) {
    for (int i = 0; i < keys.size(); i++) {
      ValueWriter.symbol(out, keys.get(i));
      ValueWriter.write(out, values.get(i));
    }
    return keys.size();
  }
}
