package io.warrenmq.stomp.message;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.warrenmq.api.message.Binary;
import io.warrenmq.api.message.Symbol;
import io.warrenmq.api.message.Timestamp;
import io.warrenmq.api.message.Unsigned;
import io.warrenmq.api.resource.Arguments;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Canonical values as values of headers, which are text. Stateless. */
final class ValueText {
  // Of the broker, and told otherwise or nobody's business.
  private static final Set<String> INTERNAL =
      Set.of("x-exchange", "x-routing-key", "x-cc", "x-opt-deaths");
  private static final String INTERNAL_PREFIX = "x-basic-";

  private ValueText() {}

  /** Whether an annotation is told otherwise than by a header. */
  static boolean isInternal(String annotation) {
    return INTERNAL.contains(annotation) || annotation.startsWith(INTERNAL_PREFIX);
  }

  /** A single value as text; {@code null} when there is none for it. */
  static @Nullable String of(@Nullable Object value) {
    if (value == null || value == Arguments.VOID) {
      return "";
    } else if (value instanceof Timestamp time) {
      return Long.toString(seconds(time));
    } else if (value instanceof Binary bytes) {
      return utf8(bytes); // What is too long for other protocols' texts comes as bytes.
    }
    return value instanceof String
            || value instanceof Symbol
            || value instanceof Number
            || value instanceof Unsigned
            || value instanceof Boolean
            || value instanceof Character
            || value instanceof UUID
        ? value.toString()
        : null;
  }

  /** An identifier as text; {@code null} when there is none for it. */
  static @Nullable String ofId(@Nullable Object id) {
    if (id == null) {
      return null;
    }
    return id instanceof UUID uuid ? "urn:uuid:" + uuid : of(id);
  }

  static long seconds(Timestamp time) {
    return Math.floorDiv(time.epochMs(), 1000L);
  }

  private static @Nullable String utf8(Binary bytes) {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.bytes())).toString();
    } catch (CharacterCodingException e) {
      return null; // what does not fit is left out
    }
  }
}
