package io.warrenmq.core.log;

import java.io.IOException;

/**
 * The store is sound, and holds a message in a format that no plugin of this broker reads. With the
 * plugin that has the format it can be opened as it is.
 */
public final class UnreadFormatException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String format;

  /**
   * A message at one place.
   *
   * @param file the name of the file it is in
   * @param offset where in the file
   * @param unknown what its format is
   */
  UnreadFormatException(String file, long offset, MessageCodec.UnknownFormatException unknown) {
    super("file " + file + ", offset " + offset + ": " + unknown.getMessage(), unknown);
    this.format = unknown.format();
  }

  /** A message that is in a queue. */
  UnreadFormatException(String format) {
    super("a queue " + MessageCodec.unread(format));
    this.format = format;
  }

  /** The format's name. */
  public String format() {
    return format;
  }
}
