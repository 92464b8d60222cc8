package io.warrenmq.stomp;

import io.warrenmq.stomp.connection.StompProtocol;
import io.warrenmq.testkit.conformance.BenchPeer;
import io.warrenmq.testkit.conformance.ProtocolBench;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A broker with STOMP before it, and its clients' frames. Confined to the test's thread. */
public final class StompBench implements AutoCloseable {
  private final ProtocolBench bench = new ProtocolBench(new StompProtocol(), Map.of());

  /** The broker. */
  public ProtocolBench bench() {
    return bench;
  }

  /** A client that is logged in and speaks 1.2. */
  public BenchPeer loggedIn() {
    return bench
        .connect()
        .send(frame("CONNECT\naccept-version:1.2\nhost:/\nlogin:guest\npasscode:guest\n\n"));
  }

  /** Frames as bytes, which arrive together: each ends with its NUL. */
  public static byte[] frame(String... frames) {
    return (String.join("\0", frames) + "\0").getBytes(StandardCharsets.UTF_8);
  }

  /** Lets single turns happen, as many as there are up to this number. */
  public void turns(int count) {
    for (int i = 0; i < count && bench.loops().step(); i++) {}
  }

  @Override
  public void close() {
    bench.close();
  }
}
