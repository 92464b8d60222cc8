package io.warrenmq.management.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.warrenmq.testkit.wire.FakeTransport;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpConnectionTest {
  private static final int IDLE_MS = 60_000;
  private static final String GET = "GET /a HTTP/1.1\r\nhost: here\r\n\r\n";

  private final FakeTransport transport = new FakeTransport();
  private final List<String> asked = new ArrayList<>();
  private byte[] body = "answer".getBytes(StandardCharsets.US_ASCII);

  @BeforeEach
  void connect() {
    Site site =
        (request, path) -> {
          asked.add(request.method() + " " + path);
          return new Response(HttpResponseStatus.OK, body).with("x-test", "yes");
        };
    transport.connect(carrier -> new HttpConnection(carrier, site, IDLE_MS));
  }

  @Test
  void answersAndWaitsForTheNext() {
    arrive(GET);

    assertThat(written())
        .matches(
            "HTTP/1.1 200 OK\r\ndate: .* GMT\r\nx-test: yes\r\ncontent-length: 6\r\n\r\nanswer");
    arrive("HEAD /b%20c?d HTTP/1.1\r\nhost: here\r\n\r\n");
    assertThat(written()).endsWith("content-length: 6\r\n\r\n");
    assertThat(asked).containsExactly("GET /a", "HEAD /b c");
    assertThat(transport.isClosed()).isFalse();
  }

  @Test
  void readsTheSameWhereverTheBytesAreCut() {
    String wire = GET + "HEAD /b HTTP/1.1\r\nhost: here\r\n\r\n";
    for (int cut = 0; cut <= wire.length(); cut++) {
      HttpConnectionTest each = new HttpConnectionTest();
      each.connect();
      each.arrive(wire.substring(0, cut));
      each.arrive(wire.substring(cut));

      assertThat(each.asked).as("cut at %d", cut).containsExactly("GET /a", "HEAD /b");
      each.transport.cut();
    }
  }

  @Test
  void answersWhatIsAskedAtOnceOneAfterAnother() {
    arrive(GET + GET.replace("/a", "/b") + GET.replace("/a", "/c"));

    assertThat(asked).containsExactly("GET /a", "GET /b", "GET /c");
    assertThat(written().split("answer", -1)).hasSize(4);
  }

  @Test
  void readsNothingWhileTheClientTakesNothing() {
    arrive(GET);
    transport.setWritable(false);

    arrive(GET.repeat(100));
    assertThat(asked).hasSize(1);
    assertThat(transport.isPaused()).isTrue();
    assertThat(transport.unreadBytes()).isEqualTo(100 * GET.length());

    transport.setWritable(true);
    assertThat(asked).hasSize(101);
    assertThat(transport.isPaused()).isFalse();
  }

  @Test
  void sendsALargeAnswerAsTheSocketTakesIt() {
    body = new byte[100_000];
    transport.setWritable(false);
    arrive(GET);
    transport.setWritable(true);
    assertThat(written()).hasSizeGreaterThan(body.length);
    transport.advanceMs(IDLE_MS - 1_000);
    arrive(GET);
    transport.advanceMs(IDLE_MS - 1_000); // counted anew

    assertThat(transport.isClosed()).isFalse();
  }

  @Test
  void closesAClientThatAsksNothingMore() {
    arrive(GET + "GET /b HTT");

    transport.advanceMs(IDLE_MS - 1_000);
    assertThat(transport.isClosed()).isFalse();
    arrive("P/1.1\r\n"); // bytes alone do not count
    transport.advanceMs(2_000);
    assertThat(transport.isClosed()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "'GET /a HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n', 200, true",
    "'GET /a HTTP/1.0\r\n\r\n', 200, true",
    "'GET /a HTTP/1.0\r\nconnection: keep-alive\r\n\r\n', 200, false",
    "'POST /a HTTP/1.1\r\nhost: a\r\ncontent-length: 5\r\n\r\nGET /', 200, true",
    "'POST /a HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n', 200, true",
    "'GET /a HTTP/1.1\r\n\r\n', 400, false",
    "'GET /a HTTP/1.1\r\nhost: a\r\nhost: b\r\n\r\n', 400, false",
    "'GET a HTTP/1.1\r\nhost: a\r\n\r\n', 400, false",
    "'GET http://here/ HTTP/1.1\r\nhost: a\r\n\r\n', 400, false",
    "'GET /%zz HTTP/1.1\r\nhost: a\r\n\r\n', 400, false",
    "'GET /a HTTP/2.0\r\nhost: a\r\n\r\n', 505, false",
    "'GET /a HTTP/1.1\r\nhost : a\r\n\r\n', 400, true",
    "'GET /a HTTP/1.1\r\nhost: a\r\ncontent-length: x\r\n\r\n', 400, true",
    "'GET /a HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n', 400, true",
    "'GET\r\n\r\n', 400, true",
  })
  void answersAndClosesAsTheRequestHasIt(String request, int status, boolean closes) {
    arrive(request);

    String written = written();
    assertThat(written).startsWith("HTTP/1.1 " + status + " ");
    assertThat(written.contains("connection: close\r\n")).isEqualTo(closes);
    assertThat(transport.isClosed()).isEqualTo(closes);
  }

  @Test
  void boundsTheFirstLineAndTheHeaders() {
    arrive("GET /" + "x".repeat(RequestReader.LINE_BYTES_MAX));
    assertThat(written()).startsWith("HTTP/1.1 414 ");
    assertThat(transport.isClosed()).isTrue();

    HttpConnectionTest other = new HttpConnectionTest();
    other.connect();
    other.arrive("GET / HTTP/1.1\r\n" + "a: b\r\n".repeat(RequestReader.HEADER_BYTES_MAX / 3));
    assertThat(other.written()).startsWith("HTTP/1.1 431 ");
  }

  @Test
  void endsWithTheBrokerOnceTheAnswerIsSent() {
    body = new byte[100_000];
    arrive(GET);
    transport.shutDown();

    assertThat(transport.isClosed()).isTrue();
    assertThat(written()).hasSizeGreaterThan(body.length);
  }

  @Test
  void survivesWhateverBytesCome() {
    for (int seed = 0; seed < 5_000; seed++) {
      Random random = new Random(seed);
      StringBuilder request =
          new StringBuilder(GET + "HEAD /b HTTP/1.1\r\nhost: here\r\n\r\n" + GET);
      for (int i = random.nextInt(5); i >= 0; i--) {
        request.setCharAt(random.nextInt(request.length()), (char) random.nextInt(256));
      }
      HttpConnectionTest each = new HttpConnectionTest();
      each.connect();
      each.arrive(request.toString());

      assertThat(each.written()).as("seed %d", seed).matches("(?s)|HTTP/1.1 [245].*");
      each.transport.cut();
    }
  }

  private void arrive(String request) {
    ByteBuf bytes = Unpooled.copiedBuffer(request, StandardCharsets.ISO_8859_1);
    transport.arrive(bytes);
  }

  private String written() {
    return new String(transport.takeWritten(), StandardCharsets.ISO_8859_1);
  }
}
