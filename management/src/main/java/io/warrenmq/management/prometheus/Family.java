package io.warrenmq.management.prometheus;

import java.util.Locale;

/**
 * What is said once above the samples of one name.
 *
 * @param name without the page's prefix
 * @param help in a line
 */
record Family(String name, Kind kind, String help) {
  /** What a family's samples are. */
  enum Kind {
    COUNTER,
    GAUGE,
    HISTOGRAM,
    SUMMARY,
    UNTYPED;

    /** As it is written. */
    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static Family counter(String name, String help) {
    return new Family(name, Kind.COUNTER, help);
  }

  static Family gauge(String name, String help) {
    return new Family(name, Kind.GAUGE, help);
  }

  static Family untyped(String name, String help) {
    return new Family(name, Kind.UNTYPED, help);
  }
}
