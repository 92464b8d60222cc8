package io.warrenmq.management.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.warrenmq.testkit.wire.FakeTransport;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpConnectionTest {
  private static final int IDLE_MS = 60_000;
  private static final int BODY_BYTES_MAX = 100;
  private static final String GET = "GET /a HTTP/1.1\r\nhost: here\r\n\r\n";

  private final FakeTransport transport = new FakeTransport();
  private final List<String> asked = new ArrayList<>();
  private byte[] body = "answer".getBytes(StandardCharsets.US_ASCII);
  private final List<String> bodies = new ArrayList<>();
  private @Nullable Promise<Response> later; // when answers take their time
  private @Nullable LiveBody live;
  private @Nullable Promise<Void> admission; // when it takes its time to see who asks

  @BeforeEach
  void connect() {
    transport.connect(carrier -> new HttpConnection(carrier, this::admit, IDLE_MS));
  }

  private Future<Site.Answering> admit(Request request) {
    asked.add(request.method() + " " + request.path());
    Future<Site.Answering> admitted = admitted();
    return admission == null ? admitted : admission.future().compose(done -> admitted);
  }

  private Future<Site.Answering> admitted() {
    return Future.succeededFuture(
        new Site.Answering() {
          @Override
          public int bodyBytesMax() {
            return BODY_BYTES_MAX;
          }

          @Override
          public Future<Response> answer(byte[] sent) {
            bodies.add(new String(sent, StandardCharsets.US_ASCII));
            if (later != null) {
              return later.future();
            } else if (live != null) {
              return Future.succeededFuture(Response.live(live));
            }
            return Future.succeededFuture(
                new Response(HttpResponseStatus.OK, body).with("x-test", "yes"));
          }
        });
  }

  @ParameterizedTest
  @CsvSource({
    "'content-length: 10\r\n\r\n0123456789'",
    "'transfer-encoding: chunked\r\n\r\n3\r\n012\r\n7\r\n3456789\r\n0\r\n\r\n'",
  })
  void readsABodyWhereverTheBytesAreCut(String rest) {
    String wire = "PUT /a HTTP/1.1\r\nhost: here\r\n" + rest + GET;
    for (int cut = 0; cut <= wire.length(); cut++) {
      HttpConnectionTest each = new HttpConnectionTest();
      each.connect();
      each.arrive(wire.substring(0, cut));
      each.arrive(wire.substring(cut));

      assertThat(each.bodies).as("cut at %d", cut).containsExactly("0123456789", "");
      each.transport.cut();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'content-length: 101\r\n\r\n'",
    "'transfer-encoding: chunked\r\n\r\n65\r\n'",
  })
  void refusesABodyThatIsTooLong(String rest) {
    arrive("PUT /a HTTP/1.1\r\nhost: here\r\n" + rest + "x".repeat(101));

    assertThat(written()).startsWith("HTTP/1.1 413 ");
    assertThat(bodies).isEmpty();
    assertThat(transport.isClosed()).isTrue();
  }

  @Test
  void asksForABodyThatWaitsToBeAskedFor() {
    arrive("PUT /a HTTP/1.1\r\nhost: here\r\nexpect: 100-continue\r\ncontent-length: 2\r\n\r\n");
    assertThat(written()).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");

    arrive("ab");
    assertThat(written()).startsWith("HTTP/1.1 200 OK");
    assertThat(bodies).containsExactly("ab");
  }

  @Test
  void readsNothingMoreUntilTheAnswerIsThere() {
    Promise<Response> slow = Promise.promise();
    later = slow;
    arrive(GET + GET);
    assertThat(asked).hasSize(1);
    assertThat(transport.isPaused()).isTrue();

    transport.run(() -> slow.complete(Response.empty(HttpResponseStatus.NO_CONTENT)));

    assertThat(asked).hasSize(2);
    assertThat(written().split("HTTP/1.1 204 No Content", -1)).hasSize(3);
  }

  @ParameterizedTest
  @CsvSource({
    "'GET /a HTTP/1.1\r\nhost: a\r\n\r\n', ''",
    "'PUT /a HTTP/1.1\r\nhost: a\r\ncontent-length: 2\r\n\r\nab', ab",
    "'PUT /a HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n', ab",
  })
  void waitsToSeeWhoAsks(String request, String sent) {
    Promise<Void> seen = Promise.promise();
    admission = seen;
    arrive(request + GET);
    assertThat(written()).isEmpty();

    transport.run(() -> seen.complete());

    assertThat(bodies).containsExactly(sent, "");
    assertThat(written().split("answer", -1)).hasSize(3);
    assertThat(transport.isClosed()).isFalse();
  }

  @Test
  void saysThatItIsABugWhenThereIsNoAnswer() {
    Promise<Response> slow = Promise.promise();
    later = slow;
    arrive(GET);

    transport.run(() -> slow.fail(new IllegalStateException("a test's")));

    assertThat(written()).startsWith("HTTP/1.1 500 ").doesNotContain("test");
  }

  @Test
  void passesOverAnAnswerThatComesWhenTheClientHasGone() {
    Promise<Response> slow = Promise.promise();
    later = slow;
    arrive(GET);
    transport.cut();

    transport.run(() -> slow.complete(Response.empty(HttpResponseStatus.OK)));

    assertThat(written()).isEmpty();
  }

  @Test
  void goesOnWithAnAnswerUntilTheClientGoes() {
    Living living = new Living();
    live = living;
    arrive(GET);
    assertThat(written()).contains("transfer-encoding: chunked\r\n", "connection: close\r\n");

    living.sink().write("0123456789abcdef".getBytes(StandardCharsets.US_ASCII));
    assertThat(written()).isEqualTo("10\r\n0123456789abcdef\r\n");
    transport.advanceMs(10 * IDLE_MS);
    assertThat(transport.isClosed()).isFalse();

    transport.cut();
    assertThat(living.closed).isTrue();
  }

  @Test
  void endsAnAnswerThatGoesOnWithTheBroker() {
    Living living = new Living();
    live = living;
    arrive(GET);

    transport.shutDown();

    assertThat(written()).endsWith("0\r\n\r\n");
    assertThat(living.closed).isTrue();
    assertThat(transport.isClosed()).isTrue();
  }

  private static final class Living implements LiveBody {
    private @Nullable Sink sink;
    boolean closed;

    Sink sink() {
      return Objects.requireNonNull(sink);
    }

    @Override
    public void onOpen(Sink out) {
      sink = out;
    }

    @Override
    public void onClosed() {
      closed = true;
    }
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
    "'POST /a HTTP/1.1\r\nhost: a\r\ncontent-length: 5\r\n\r\nGET /', 200, false",
    "'POST /a HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n', 200, false",
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
