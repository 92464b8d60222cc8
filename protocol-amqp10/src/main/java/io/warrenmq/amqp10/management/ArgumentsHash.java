package io.warrenmq.amqp10.management;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.warrenmq.amqp10.codec.ValueWriter;
import io.warrenmq.api.resource.Arguments;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Names a binding's arguments in its location: the same for the same arguments, whatever their
 * order, on every node and after a restart. RabbitMQ's has four bytes, of which clients know that
 * they are opaque; these are enough that no two arguments share them. Stateless.
 */
final class ArgumentsHash {
  private static final int BYTES = 16;

  private ArgumentsHash() {}

  /** Characters that stand in an address as they are; empty for no arguments. */
  static String of(Arguments arguments) {
    if (arguments.isEmpty()) {
      return "";
    }
    ByteBuf encoded = Unpooled.buffer();
    ValueWriter.write(encoded, sorted(arguments.asMap()));
    byte[] hash = sha256().digest(Arrays.copyOf(encoded.array(), encoded.writerIndex()));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, BYTES));
  }

  private static @Nullable Object sorted(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> sorted = new TreeMap<>();
      map.forEach((name, each) -> sorted.put(String.valueOf(name), sorted(each)));
      return sorted;
    } else if (value instanceof List<?> list) {
      return list.stream().map(ArgumentsHash::sorted).toList();
    }
    return value;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
