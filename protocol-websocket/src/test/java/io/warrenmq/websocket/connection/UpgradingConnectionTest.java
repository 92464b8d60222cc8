package io.warrenmq.websocket.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.warrenmq.api.message.MessageFormat;
import io.warrenmq.api.protocol.HttpProtocol;
import io.warrenmq.api.protocol.ProtocolConnection;
import io.warrenmq.api.protocol.Transport;
import io.warrenmq.testkit.wire.FakeTransport;
import io.warrenmq.websocket.LineProtocol;
import io.warrenmq.websocket.deflate.LoopCodecs;
import io.warrenmq.websocket.frame.ClientFrames;
import io.warrenmq.websocket.upgrade.Offers;
import io.warrenmq.websocket.upgrade.Requests;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UpgradingConnectionTest {
  private static final int TIMEOUT_MS = 10_000;

  private final LineProtocol protocol = new LineProtocol("line");
  private final FakeTransport transport = new FakeTransport();

  @BeforeEach
  void connect() {
    connect(null);
  }

  private void connect(HttpProtocol plain) {
    Offers offers = new Offers(List.of(Requests.offer(protocol, true, "line")), plain);
    transport.connect(
        carrier ->
            new UpgradingConnection(
                carrier, offers, loop -> new LoopCodecs(), TIMEOUT_MS, TIMEOUT_MS));
  }

  @Test
  void handsWhatAsksForNoWebSocketOnFromTheFirstByte() {
    PlainHttp plain = new PlainHttp();
    transport.cut(); // the one that is there
    connect(plain);

    transport.arrive(ascii("GET / HTTP/1.1\r\nhost: a\r\n"));
    assertThat(plain.lines.opened).isEmpty();
    transport.arrive(ascii("\r\nnext\n"));

    assertThat(written()).isEqualTo("echo:GET / HTTP/1.1\r\necho:host: a\r\necho:\r\necho:next\n");
    transport.advanceMs(2 * TIMEOUT_MS); // its own time-outs are its own affair
    assertThat(transport.isClosed()).isFalse();
    transport.setWritable(false);
    transport.cut();
    assertThat(plain.lines.events).containsExactly("writable false", "closed");
  }

  @Test
  void keepsWhatAsksForAWebSocketHoweverBadly() {
    PlainHttp plain = new PlainHttp();
    transport.cut(); // the one that is there
    connect(plain);

    transport.arrive(ascii(Requests.EXAMPLE.replace("/ws", "/elsewhere")));

    assertThat(written()).startsWith("HTTP/1.1 404 ");
    assertThat(plain.lines.opened).isEmpty();
  }

  @Test
  void answersBeforeTheFramesThatCameWithTheRequest() {
    transport.arrive(Unpooled.wrappedBuffer(ascii(Requests.EXAMPLE), ClientFrames.binary("x\n")));

    assertThat(written()).startsWith("HTTP/1.1 101 ").endsWith("\r\n\r\n\u0082\u0007echo:x\n");
  }

  @Test
  void refusesAndClosesWithoutALookAtTheRest() {
    transport.arrive(ascii(Requests.EXAMPLE.replace("GET", "PUT") + Requests.EXAMPLE));

    assertThat(written()).startsWith("HTTP/1.1 405 ").doesNotContain(" 101 ");
    assertThat(transport.isClosed()).isTrue();
  }

  @Test
  void refusesARequestThatIsNotWholeInTime() {
    transport.arrive(ascii("GET /ws HTTP/1.1\r\n"));
    transport.advanceMs(TIMEOUT_MS - 100);
    assertThat(transport.isClosed()).isFalse();

    transport.advanceMs(200);

    assertThat(written()).startsWith("HTTP/1.1 408 ");
    assertThat(transport.isClosed()).isTrue();
  }

  @Test
  void givesTheFirstFrameATimeOfItsOwn() {
    transport.advanceMs(TIMEOUT_MS - 100);
    transport.arrive(ascii(Requests.EXAMPLE));
    transport.advanceMs(TIMEOUT_MS - 100);
    transport.arrive(ClientFrames.binary("x"));
    transport.advanceMs(2 * TIMEOUT_MS);

    assertThat(transport.isClosed()).isFalse();
  }

  @Test
  void closesWhenTheBrokerStopsBeforeTheRequestIsWhole() {
    transport.arrive(ascii("GET /ws"));

    transport.shutDown();

    assertThat(written()).isEmpty();
    assertThat(transport.isClosed()).isTrue();
  }

  @Test
  void forgetsAClientThatIsGone() {
    transport.arrive(ascii("GET /ws"));
    transport.cut();

    transport.advanceMs(2 * TIMEOUT_MS);

    assertThat(written()).isEmpty();
    assertThat(transport.isClosed()).isFalse();
  }

  /** Answers line by line, as {@link LineProtocol} does. */
  private static final class PlainHttp implements HttpProtocol {
    final LineProtocol lines = new LineProtocol("http");

    @Override
    public String name() {
      return "http";
    }

    @Override
    public ProtocolConnection open(Transport opened) {
      return lines.open(opened);
    }

    @Override
    public List<ListenerSpec> listeners() {
      return List.of();
    }

    @Override
    public List<MessageFormat> formats() {
      return List.of();
    }
  }

  private static ByteBuf ascii(String text) {
    return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
  }

  private String written() {
    return new String(transport.takeWritten(), StandardCharsets.ISO_8859_1);
  }
}
