package io.warrenmq.websocket.upgrade;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The extension permessage-deflate as clients offer it. RFC 7692 §7.1. Neither side is to keep
 * anything from one message for the next: it would cost some 300 kB for each connection, idle or
 * not, and saves little where messages are large enough to be worth compressing. Stateless.
 */
final class DeflateOffers {
  private static final String NAME = "permessage-deflate";
  private static final String SERVER_BITS = "server_max_window_bits";
  // The JDK's zlib has no other window. A client's may be smaller.
  private static final String WINDOW_BITS = "15";

  private DeflateOffers() {}

  /**
   * The answer to the first offer that can be met.
   *
   * @param extensions what the client offers, in its order
   * @return empty when none can
   */
  static String answer(List<String> extensions) {
    for (String extension : extensions) {
      String[] parts = extension.split(";", -1);
      Map<String, String> parameters = new HashMap<>();
      if (parts[0].strip().equalsIgnoreCase(NAME) && canMeet(parts, parameters)) {
        String bits =
            parameters.containsKey(SERVER_BITS) ? "; " + SERVER_BITS + "=" + WINDOW_BITS : "";
        return NAME + "; server_no_context_takeover; client_no_context_takeover" + bits;
      }
    }
    return "";
  }

  /** Reads the parameters; §7.1: an offer with one that is unknown or wrong is declined. */
  private static boolean canMeet(String[] parts, Map<String, String> parameters) {
    for (int i = 1; i < parts.length; i++) {
      int equals = parts[i].indexOf('=');
      String name = equals < 0 ? parts[i] : parts[i].substring(0, equals);
      String value = equals < 0 ? "" : unquoted(parts[i].substring(equals + 1).strip());
      String key = name.strip().toLowerCase(Locale.ROOT);
      if (parameters.put(key, value) != null || !canMeet(key, value, equals >= 0)) {
        return false;
      }
    }
    return true;
  }

  private static boolean canMeet(String name, String value, boolean hasValue) {
    return switch (name) {
      case "server_no_context_takeover", "client_no_context_takeover" -> !hasValue;
      case SERVER_BITS -> value.equals(WINDOW_BITS);
      case "client_max_window_bits" -> !hasValue || value.matches("[89]|1[0-5]");
      default -> false;
    };
  }

  private static String unquoted(String value) {
    boolean isQuoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
    return isQuoted ? value.substring(1, value.length() - 1) : value;
  }
}
