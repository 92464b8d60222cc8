package io.warrenmq.server.hostile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client of STOMP makes large has a limit, and others do not notice. */
class StompLimitsIT extends HostileTest {
  private static final int PATIENCE_MS = 20_000;

  private final List<Socket> sockets = new ArrayList<>();

  StompLimitsIT() {
    super(
        "stomp.listeners.tcp.default=127.0.0.1:0",
        "stomp.max_frame_size=100000",
        "stomp.login_timeout=1000");
  }

  @AfterEach
  void closeSockets() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket();
    sockets.add(socket);
    socket.connect(address("stomp"), PATIENCE_MS);
    socket.setSoTimeout(PATIENCE_MS);
    return socket;
  }

  private Socket login() throws IOException {
    Socket socket = connect();
    write(socket, "CONNECT\naccept-version:1.2\n\n\0");
    assertThat(readFrame(socket)).startsWith("CONNECTED");
    return socket;
  }

  private static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(UTF_8));
  }

  private static String readFrame(Socket socket) throws IOException {
    StringBuilder frame = new StringBuilder();
    InputStream in = socket.getInputStream();
    for (int b = in.read(); b > 0; b = in.read()) {
      frame.append((char) b);
    }
    return frame.toString().stripLeading();
  }

  /** Writes again and again, as long as the broker takes it: that may be thrown away. */
  private static void flood(Socket socket, String text) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    OutputStream out = socket.getOutputStream();
    try {
      for (long sent = 0; sent < Memory.mb(64); sent += bytes.length) {
        out.write(bytes);
      }
    } catch (SocketException enough) {
      // It has had enough.
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'SEND|', too_large", // headers without an end
    "'SEND|a:', too_large", // a header without an end
    "'SEND|destination:/queue/x||', too_large", // a body without an end
    "'SEND|destination:/queue/x|content-length:99999999||', too_large",
    "'', malformed", // a command without an end
  })
  void whatHasNoEndIsRefusedAndTakesNoMemory(String lines, String summary) throws Exception {
    long heap = Memory.heap();
    Socket client = login();
    write(client, lines.replace('|', '\n'));

    String more = lines.equals("SEND|") ? "a:b\n".repeat(1_000) : "b".repeat(4_000);
    flood(client, more);

    assertThat(readFrame(client)).startsWith("ERROR\nmessage:" + summary + "\n");
    assertThat(Memory.heap() - heap).isLessThan(Memory.mb(8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SEND\ndestination:/queue/x\ncontent-length:99999\n\nb", // too large with its head
        "SEND\ndestination:/queue/x\ncontent-length:2147483647\n\nb",
      })
  void aFrameThatIsAnnouncedTooLargeIsRefusedAtOnce(String frame) throws Exception {
    Socket client = login();

    write(client, frame);

    assertThat(readFrame(client)).startsWith("ERROR\nmessage:too_large\n");
  }

  @Test
  void strangersHaveLess() throws Exception {
    Socket client = connect();

    write(client, "CONNECT\n" + "a:b\n".repeat(51) + "\n\0");

    assertThat(readFrame(client)).startsWith("ERROR\nmessage:too_large\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "CONNECT\n"})
  void whoDoesNotLogInIsDisconnected(String first) throws Exception {
    Socket client = connect();

    write(client, first);

    assertThat(client.getInputStream().read()).as("the end").isNegative();
  }

  @Test
  void transactionsAreBounded() throws Exception {
    Socket client = login();
    StringBuilder begins = new StringBuilder();
    for (int i = 0; i < 1_001; i++) {
      begins.append("BEGIN\ntransaction:").append(i).append("\n\n\0");
    }

    write(client, begins.toString());

    assertThat(readFrame(client)).startsWith("ERROR\nmessage:Transaction limit exceeded\n");
  }

  @Test
  void temporaryQueuesAreBounded() throws Exception {
    Socket client = login();
    StringBuilder sends = new StringBuilder();
    for (int i = 0; i < 1_001; i++) {
      sends
          .append("SEND\ndestination:/topic/nobody\nreply-to:/temp-queue/")
          .append(i)
          .append("\n\n\0");
    }

    write(client, sends.toString());

    assertThat(readFrame(client)).startsWith("ERROR\nmessage:Too many temporary queues\n");
  }
}
