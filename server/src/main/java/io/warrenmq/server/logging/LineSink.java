package io.warrenmq.server.logging;

import java.io.IOException;

/** Takes lines somewhere outside of the process. Used by one thread at a time. */
interface LineSink {
  /**
   * Writes a line; when this returns, the operating system has it.
   *
   * @throws IOException when the line is lost; the next may be taken again
   */
  void write(byte[] line) throws IOException;

  /** No further line comes. */
  void close() throws IOException;
}
