package io.warrenmq.server.clients.stomp;

import io.warrenmq.server.clients.StompUnderTest;
import io.warrenmq.server.clients.stomp.RawStomp.Frame;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;

/** Connections and names for the tests of STOMP; what a test opens is closed behind it. */
abstract class StompTest {
  private static final AtomicInteger NAMES = new AtomicInteger();

  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  <T extends AutoCloseable> T closing(T each) {
    open.add(each);
    return each;
  }

  /** A name that no other test has. */
  static String name(String what) {
    return "stomp-" + what + "-" + NAMES.incrementAndGet();
  }

  /** A connection without a login. */
  RawStomp raw() throws IOException {
    return closing(new RawStomp(StompUnderTest.host(), StompUnderTest.port()));
  }

  /** A connection that speaks a version, logged in. */
  RawStomp connect(String version) throws IOException {
    return connect(version, "");
  }

  RawStomp connect(String version, String headers) throws IOException {
    RawStomp client = raw();
    client.send(
        "CONNECT\naccept-version:"
            + version
            + "\nhost:/\nlogin:guest\npasscode:guest\n"
            + headers
            + "\n");
    client.expect("CONNECTED");
    return client;
  }

  RawStomp connect() throws IOException {
    return connect("1.2");
  }

  static void subscribe(RawStomp client, String destination, String headers) throws IOException {
    client.sendAndWait("SUBSCRIBE\nid:1\ndestination:" + destination + "\n" + headers + "\n");
  }

  /** Sends messages that the broker has when this returns. */
  static void send(RawStomp client, String destination, String... bodies) throws IOException {
    for (String body : bodies) {
      client.sendAndWait("SEND\ndestination:" + destination + "\n\n" + body);
    }
  }

  static void ack(RawStomp client, Frame message) throws IOException {
    client.sendAndWait("ACK\nid:" + message.header("ack") + "\n\n");
  }
}
