package io.warrenmq.management.bindings;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.warrenmq.api.resource.Arguments;
import io.warrenmq.api.resource.BindingDeclaration;
import io.warrenmq.management.api.ApiException;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;

/**
 * What tells a binding from others between the same ends, RabbitMQ's {@code properties_key}: its
 * routing key, percent-encoded, and after a {@code ~} a hash of its arguments, if it has any; a
 * {@code ~} alone for neither. Immutable.
 *
 * @param routingKey as it is
 * @param argumentsHash empty without arguments
 */
record PropertiesKey(String routingKey, String argumentsHash) {
  private static final String NOTHING = "~";
  private static final String UNRESERVED = "-_.~";

  static PropertiesKey of(BindingDeclaration binding) {
    return new PropertiesKey(binding.routingKey(), hash(binding.arguments()));
  }

  private static String hash(Arguments arguments) {
    if (arguments.isEmpty()) {
      return "";
    }
    byte[] hash = ByteBuffer.allocate(Integer.BYTES).putInt(TermHash.of(arguments)).array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
  }

  /**
   * Reads one.
   *
   * @throws ApiException 404 when it is none
   */
  static PropertiesKey parse(String text) {
    List<String> parts = List.of(text.split(NOTHING, -1));
    if (text.equals(NOTHING)) {
      return new PropertiesKey("", "");
    } else if (parts.size() > 2) {
      throw ApiException.notFound();
    }
    try {
      return new PropertiesKey(
          URLDecoder.decode(parts.get(0), UTF_8), parts.size() == 2 ? parts.get(1) : "");
    } catch (IllegalArgumentException e) {
      throw ApiException.notFound();
    }
  }

  /** Whether the binding is that one. */
  boolean isOf(BindingDeclaration binding) {
    return equals(of(binding));
  }

  /** The key as it is listed. */
  String text() {
    if (routingKey.isEmpty() && argumentsHash.isEmpty()) {
      return NOTHING;
    }
    String key = quote(routingKey).replace(NOTHING, "%7E");
    return argumentsHash.isEmpty() ? key : key + NOTHING + argumentsHash;
  }

  /** A part of a path, as RabbitMQ writes it: blanks are a plus. */
  static String quote(String part) {
    StringBuilder quoted = new StringBuilder();
    for (byte each : part.getBytes(UTF_8)) {
      char letter = (char) (each & 0xFF);
      if (letter == ' ') {
        quoted.append('+');
      } else if (isPlain(letter)) {
        quoted.append(letter);
      } else {
        quoted.append('%').append("%02X".formatted((int) letter));
      }
    }
    return quoted.toString();
  }

  private static boolean isPlain(char letter) {
    return (letter >= 'a' && letter <= 'z')
        || (letter >= 'A' && letter <= 'Z')
        || (letter >= '0' && letter <= '9')
        || UNRESERVED.indexOf(letter) >= 0;
  }
}
