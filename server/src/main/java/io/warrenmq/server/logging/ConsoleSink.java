package io.warrenmq.server.logging;

import java.io.PrintStream;

/** Standard output or standard error. */
final class ConsoleSink implements LineSink {
  private final PrintStream stream;

  ConsoleSink(PrintStream stream) {
    this.stream = stream;
  }

  /** It is not told whether anybody has got it: such a stream swallows its errors. */
  @Override
  public void write(byte[] line) {
    stream.write(line, 0, line.length);
    stream.flush();
  }

  /** It stays open, as it is the whole process's. */
  @Override
  public void close() {
    stream.flush();
  }
}
