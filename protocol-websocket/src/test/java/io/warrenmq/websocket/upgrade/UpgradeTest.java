package io.warrenmq.websocket.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.warrenmq.api.auth.Credentials;
import io.warrenmq.api.protocol.ProtocolPlugin;
import io.warrenmq.websocket.LineProtocol;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpgradeTest {
  private static final ProtocolPlugin LINE = new LineProtocol("line");
  private static final ProtocolPlugin OTHER = new LineProtocol("other");

  private Offers offers = offers(Requests.offer(LINE, true, "line", "line2"));

  @Test
  void acceptsTheExampleOfTheSpecification() {
    assertThat(answer(Requests.EXAMPLE))
        .isEqualTo(
            "HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: Upgrade\r\n"
                + "sec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"
                + "sec-websocket-protocol: line\r\n\r\n");
  }

  @Test
  void readsTheSameWhereverTheBytesAreCutAndLeavesWhatFollows() {
    byte[] wire = (Requests.EXAMPLE + "frames").getBytes(StandardCharsets.US_ASCII);
    for (int cut = 0; cut <= wire.length; cut++) {
      RequestReader reader = new RequestReader();
      ByteBuf in = Unpooled.buffer().writeBytes(wire, 0, cut);
      UpgradeRequest request = reader.read(in);
      in.writeBytes(wire, cut, wire.length - cut);
      if (request == null) {
        request = reader.read(in);
      }
      in.skipBytes(reader.headBytes());

      assertThat(offers.accept(request).subprotocol()).as("cut at %d", cut).isEqualTo("line");
      assertThat(in.toString(StandardCharsets.US_ASCII)).isEqualTo("frames");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET, POST, 405, asked for by GET",
    "HTTP/1.1, HTTP/1.0, 505, HTTP/1.1",
    "HTTP/1.1, HTTP/2.0, 505, HTTP/1.1",
    "HTTP/1.1, '', 505, HTTP/1.1",
    "GET /ws, GET /, 404, are at /ws",
    "GET /ws, GET /ws/, 404, are at /ws",
    "GET /ws, GET  /ws, 400, METHOD PATH VERSION",
    "GET /ws HTTP/1.1, GET, 400, METHOD PATH VERSION",
    "Upgrade: websocket, Upgrade: h2c, 426, asks for no upgrade",
    "Upgrade: websocket, X: y, 426, asks for no upgrade",
    "'Connection: keep-alive, Upgrade', Connection: keep-alive, 426, asks for no upgrade",
    "Version: 13, Version: 8, 426, version 13",
    "Sec-WebSocket-Version: 13, X: y, 426, version 13",
    "Host: server.example.com, X: y, 400, no header host",
    "Host: server.example.com, Host:, 400, no header host",
    "dGhlIHNhbXBsZSBub25jZQ==, dGhlIHNhbXBsZQ==, 400, 16 bytes",
    "dGhlIHNhbXBsZSBub25jZQ==, !, 400, 16 bytes",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==, X: y, 400, 16 bytes",
    "Origin: http://example.com, Sec-WebSocket-Version: 13, 400, two headers",
    "Origin: http://example.com, Content-Length: 5, 400, has a body",
    "Origin: http://example.com, Transfer-Encoding: chunked, 400, has a body",
    "Origin: http://example.com, ' folded', 400, 'NAME: VALUE'",
    "Origin: http://example.com, 'Origin : x', 400, 'NAME: VALUE'",
    "Origin: http://example.com, ': x', 400, 'NAME: VALUE'",
    "Origin: http://example.com, no colon, 400, 'NAME: VALUE'",
    "Origin: http, 'Origin: \u0001', 400, control character",
    "Protocol: line, Protocol: mqtt, 400, 'name one of line, line2'",
    "Protocol: line, Protocol: LINE, 400, 'name one of line, line2'",
    "Sec-WebSocket-Protocol: line, X: y, 400, 'name one of line, line2'",
  })
  void refusesWhatIsNotInOrder(String part, String instead, String status, String text) {
    String answer = answer(Requests.EXAMPLE.replace(part, instead));

    assertThat(answer)
        .startsWith("HTTP/1.1 " + status + " ")
        .contains("connection: close")
        .contains(text);
    assertThat(answer.substring(answer.indexOf("\r\n\r\n") + 4))
        .hasSize(Integer.parseInt(answer.replaceAll("(?s).*content-length: (\\d+).*", "$1")));
  }

  @Test
  void tellsAClientOfAnotherVersionOurs() {
    assertThat(answer(Requests.EXAMPLE.replace("Version: 13", "Version: 8")))
        .contains("sec-websocket-version: 13\r\n");
  }

  @ParameterizedTest
  @CsvSource({
    "GET /ws, GET /ws?user=guest",
    "Upgrade: websocket, uPgRaDe:WEBSOCKET",
    "Origin: http://example.com, Content-Length: 0",
    "'\r\n', '\n'",
    "Origin: http://example.com, X-Any: \u00fcber\tall",
  })
  void takesWhatIsTheSame(String part, String instead) {
    assertThat(answer(Requests.EXAMPLE.replace(part, instead))).startsWith("HTTP/1.1 101 ");
  }

  @Test
  void theClientsOrderDecidesAmongSubprotocolsAndProtocols() {
    offers = offers(Requests.offer(LINE, true, "line"), Requests.offer(OTHER, true, "other"));

    Accepted accepted = accepted("Protocol: line", "Protocol: x, other ,line");
    assertThat(accepted.offers()).extracting(Offer::protocol).containsExactly(OTHER);
    assertThat(accepted.subprotocol()).isEqualTo("other");
    assertThat(accepted("Protocol: line", "Protocol: x\r\nSec-WebSocket-Protocol: line"))
        .extracting(Accepted::subprotocol)
        .isEqualTo("line");
  }

  @Test
  void servesWhoNamesNoneWhereNoneIsRequired() {
    offers = offers(Requests.offer(LINE, true, "line"), Requests.offer(OTHER, false, "other"));

    for (String header : List.of("X: y", "Sec-WebSocket-Protocol: unknown")) {
      Accepted accepted = accepted("Sec-WebSocket-Protocol: line", header);
      assertThat(accepted.offers()).extracting(Offer::protocol).containsExactly(OTHER);
      assertThat(new String(accepted.response(), StandardCharsets.US_ASCII))
          .doesNotContain("sec-websocket-protocol");
    }
  }

  @Test
  void leavesToTheFirstBytesWhatProtocolsShare() {
    offers = offers(Requests.offer(LINE, true, "x", "both"), Requests.offer(OTHER, false, "both"));

    assertThat(accepted("Protocol: line", "Protocol: both").offers())
        .extracting(Offer::protocol)
        .containsExactly(LINE, OTHER);
  }

  @ParameterizedTest
  @CsvSource({
    "Basic dXNlcjpwYXNzOndvcmQ=, /ws, Password[user]",
    "basic  w7xiZXI6eA==, /ws, Password[über]",
    "Bearer abc.def, /ws, Token[]",
    "'', /ws?a=b&access_token=abc%2Edef&c, Token[]",
    "'', /ws?token=x, ",
    "'', /ws, ",
  })
  void readsWhoTheClientSaysItIs(String authorization, String target, String shown) {
    offers = offers(Requests.authenticating(LINE, "line"));

    Credentials read = accepted(authorized(authorization, target)).credentials();

    assertThat(read == null ? null : read.toString()).isEqualTo(shown);
    if (read instanceof Credentials.Password login) {
      assertThat(login.password()).isIn("pass:word", "x");
    } else if (read instanceof Credentials.Token token) {
      assertThat(token.token()).isEqualTo("abc.def");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Basic dXNlcg==, /ws, 400, 'NAME:PASSWORD'",
    "Basic OnBhc3M=, /ws, 400, 'NAME:PASSWORD'",
    "Basic ?, /ws, 400, Base64",
    "Bearer, /ws, 401, neither",
    "'Bearer  ', /ws, 401, neither",
    "Digest x, /ws, 401, neither",
    "Bearer a, /ws?access_token=b, 400, more than once",
    "'', /ws?access_token=a&access_token=b, 400, more than once",
    "'', /ws?access_token=, 400, empty",
    "'', /ws?access_token=%x, 400, percent-encoded",
  })
  void refusesWhatSaysNotWhoTheClientIs(String login, String target, int status, String text) {
    offers = offers(Requests.authenticating(LINE, "line"));

    assertThat(answer(authorized(login, target)))
        .startsWith("HTTP/1.1 " + status + " ")
        .contains(text)
        .doesNotContain("dXNlcg");
  }

  @Test
  void looksAtNoLoginWhereItIsNotAskedFor() {
    String request = authorized("Digest x", "/ws?access_token=");

    assertThat(accepted(request).credentials()).isNull();
  }

  private static String authorized(String authorization, String target) {
    String header = authorization.isEmpty() ? "" : "Authorization: " + authorization + "\r\n";
    return Requests.EXAMPLE.replace("GET /ws", "GET " + target).replace("Host:", header + "Host:");
  }

  @ParameterizedTest
  @CsvSource({
    "permessage-deflate, ''",
    "permessage-deflate; client_max_window_bits, ''",
    "Permessage-Deflate; Server_No_Context_Takeover ;client_max_window_bits=\"10\", ''",
    "permessage-deflate;server_max_window_bits=15, ; server_max_window_bits=15",
    "'permessage-deflate; server_max_window_bits=10, permessage-deflate', ''",
    "'x-webkit-deflate-frame, permessage-deflate', ''",
    "permessage-deflate; server_max_window_bits=10, ",
    "permessage-deflate; server_max_window_bits, ",
    "permessage-deflate; client_max_window_bits=7, ",
    "permessage-deflate; client_max_window_bits=16, ",
    "permessage-deflate; client_no_context_takeover=1, ",
    "permessage-deflate; client_no_context_takeover; client_no_context_takeover, ",
    "permessage-deflate; mode=fast, ",
    "permessage-deflate;, ",
    "deflate, ",
  })
  void agreesOnCompressionAsItIsOffered(String offered, String added) {
    offers = offers(Requests.compressing(LINE, "line"));

    Accepted accepted = accepted("Host:", "Sec-WebSocket-Extensions: " + offered + "\r\nHost:");

    String answer =
        "permessage-deflate; server_no_context_takeover; client_no_context_takeover" + added;
    assertThat(accepted.extension()).isEqualTo(added == null ? "" : answer);
    assertThat(new String(accepted.response(), StandardCharsets.US_ASCII))
        .contains(added == null ? "101" : "sec-websocket-extensions: " + answer + "\r\n");
  }

  @Test
  void agreesOnNoCompressionUnlessAllThatItMayBeWantIt() {
    String offer = "Sec-WebSocket-Extensions: permessage-deflate\r\nHost:";

    assertThat(accepted("Host:", offer).extension()).isEmpty();
    offers = offers(Requests.compressing(LINE, "line"), Requests.offer(OTHER, true, "line"));
    assertThat(accepted("Host:", offer).extension()).isEmpty();
  }

  @Test
  void keepsPagesOfOtherOriginsOut() {
    offers = offers(Requests.offer(LINE, true, List.of("https://a.example", "http://b"), "line"));

    assertThat(answer(Requests.EXAMPLE)).startsWith("HTTP/1.1 403 ");
    for (String origin : List.of("Origin: https://A.example", "Origin: http://b", "X: y")) {
      assertThat(answer(Requests.EXAMPLE.replace("Origin: http://example.com", origin)))
          .as(origin)
          .startsWith("HTTP/1.1 101 ");
    }
  }

  @Test
  void boundsLinesHeadersAndTheWhole() {
    String long1 = "x".repeat(RequestReader.LINE_BYTES_MAX);
    String quarter = "a: " + "x".repeat(RequestReader.LINE_BYTES_MAX - 100) + "\r\n";

    assertThat(answer("GET /" + long1)).startsWith("HTTP/1.1 414 ");
    assertThat(answer("GET / HTTP/1.1\r\na: " + long1)).startsWith("HTTP/1.1 431 ");
    assertThat(answer("GET / HTTP/1.1\r\n" + quarter.repeat(4))).isEmpty();
    assertThat(answer("GET / HTTP/1.1\r\n" + quarter.repeat(5))).startsWith("HTTP/1.1 431 ");
    assertThat(answer("GET / HTTP/1.1\r\n" + "a: b\r\n".repeat(RequestReader.HEADERS_MAX)))
        .isEmpty();
    assertThat(answer("GET / HTTP/1.1\r\n" + "a: b\r\n".repeat(RequestReader.HEADERS_MAX + 1)))
        .startsWith("HTTP/1.1 431 ");
  }

  @Test
  void survivesWhateverBytesCome() {
    for (int seed = 0; seed < 20_000; seed++) {
      Random random = new Random(seed);
      StringBuilder request = new StringBuilder(Requests.EXAMPLE);
      for (int i = random.nextInt(5); i >= 0; i--) {
        request.setCharAt(random.nextInt(request.length()), (char) random.nextInt(256));
      }
      assertThat(answer(request.toString())).as("seed %d", seed).matches("(?s)|HTTP/1.1 [145].*");
    }
  }

  private static Offers offers(Offer... offers) {
    return new Offers(List.of(offers), null);
  }

  private Accepted accepted(String part, String instead) {
    return accepted(Requests.EXAMPLE.replace(part, instead));
  }

  private Accepted accepted(String request) {
    ByteBuf in = Unpooled.copiedBuffer(request, StandardCharsets.ISO_8859_1);
    return offers.accept(new RequestReader().read(in));
  }

  /** What the client is told; nothing as long as its request is not whole. */
  private String answer(String request) {
    ByteBuf in = Unpooled.copiedBuffer(request, StandardCharsets.ISO_8859_1);
    try {
      UpgradeRequest read = new RequestReader().read(in);
      byte[] response = read == null ? new byte[0] : offers.accept(read).response();
      return new String(response, StandardCharsets.US_ASCII);
    } catch (HttpRefusal refusal) {
      return new String(refusal.response(), StandardCharsets.UTF_8);
    }
  }
}
