package io.warrenmq.server.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Makes lines of what is logged. Immutable. */
abstract class LineEncoder extends EncoderBase<ILoggingEvent> {
  /** The line, or lines where there is a stack trace, with a line feed at the end. */
  abstract String line(ILoggingEvent event);

  @Override
  public final byte[] encode(ILoggingEvent event) {
    return line(event).getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public final byte @Nullable [] headerBytes() {
    return null;
  }

  @Override
  public final byte @Nullable [] footerBytes() {
    return null;
  }
}
