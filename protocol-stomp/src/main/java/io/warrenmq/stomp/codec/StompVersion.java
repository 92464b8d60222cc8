package io.warrenmq.stomp.codec;

import org.jspecify.annotations.Nullable;

/** The versions of the protocol, the oldest first. */
public enum StompVersion {
  /** Without escapes in headers; spaces before a value do not count. */
  V1_0("1.0"),
  /** Escapes line feed, colon and backslash. */
  V1_1("1.1"),
  /** Escapes the carriage return too. */
  V1_2("1.2");

  private static final StompVersion[] NEWEST_FIRST = {V1_2, V1_1, V1_0};

  private final String text;

  StompVersion(String text) {
    this.text = text;
  }

  /** As it stands in headers. */
  public String text() {
    return text;
  }

  /** Whether headers are escaped, but for those of CONNECT and CONNECTED. */
  public boolean hasEscapes() {
    return this != V1_0;
  }

  /**
   * The newest version that a client speaks.
   *
   * @param acceptVersion the client's list, separated by commas; {@code null} from one that has
   *     none, which speaks 1.0
   * @return {@code null} when there is none in common
   */
  public static @Nullable StompVersion newest(@Nullable String acceptVersion) {
    if (acceptVersion == null) {
      return V1_0;
    }
    for (StompVersion version : NEWEST_FIRST) {
      for (int from = 0; from <= acceptVersion.length(); ) {
        int comma = acceptVersion.indexOf(',', from);
        int end = comma < 0 ? acceptVersion.length() : comma;
        if (acceptVersion.substring(from, end).strip().equals(version.text)) {
          return version;
        }
        from = end + 1;
      }
    }
    return null;
  }
}
