package io.warrenmq.server.logging;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How a line writes its time: RabbitMQ's {@code time_format}. Dates are of the machine's zone. */
enum TimeFormat {
  RFC3339_SPACE("uuuu-MM-dd HH:mm:ss.SSSSSSxxx"),
  RFC3339_T("uuuu-MM-dd'T'HH:mm:ss.SSSSSSxxx"),
  EPOCH_USECS(null),
  EPOCH_SECS(null),
  LAGER_DEFAULT("uuuu-MM-dd HH:mm:ss.SSS");

  private static final long MICROS_OF_SECOND = 1_000_000;

  private final @Nullable DateTimeFormatter format;

  TimeFormat(@Nullable String pattern) {
    format =
        pattern == null
            ? null
            : DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneId.systemDefault());
  }

  static TimeFormat parse(String configured) {
    return valueOf(configured.toUpperCase(Locale.ROOT));
  }

  String text(Instant time) {
    if (format != null) {
      return format.format(time);
    }
    long micros = micros(time);
    // As RabbitMQ: seconds have six decimals in text, and none in JSON.
    return this == EPOCH_USECS
        ? Long.toString(micros)
        : "%d.%06d".formatted(micros / MICROS_OF_SECOND, micros % MICROS_OF_SECOND);
  }

  /** Writes the time as the value of a field: text, or a number since 1970. */
  void write(Instant time, JsonGenerator json) throws IOException {
    switch (this) {
      case EPOCH_USECS -> json.writeNumber(micros(time));
      case EPOCH_SECS -> json.writeNumber(time.getEpochSecond());
      default -> json.writeString(text(time));
    }
  }

  private static long micros(Instant time) {
    return time.getEpochSecond() * MICROS_OF_SECOND + time.getNano() / 1_000;
  }
}
