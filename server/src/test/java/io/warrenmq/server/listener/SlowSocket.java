package io.warrenmq.server.listener;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;

/** A client's socket that sends each byte in a packet of its own. */
final class SlowSocket extends Socket {
  SlowSocket(int port) throws IOException {
    super("127.0.0.1", port);
    setTcpNoDelay(true);
    setSoTimeout(10_000);
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    return new FilterOutputStream(super.getOutputStream()) {
      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        for (int i = 0; i < length; i++) {
          out.write(bytes[offset + i]);
          out.flush();
        }
      }
    };
  }
}
