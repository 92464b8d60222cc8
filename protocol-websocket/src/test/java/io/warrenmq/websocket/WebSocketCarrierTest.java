package io.warrenmq.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.warrenmq.api.plugin.PluginConfig;
import io.warrenmq.api.plugin.PluginContext;
import io.warrenmq.api.protocol.ProtocolPlugin;
import io.warrenmq.api.protocol.ProtocolPlugin.Detection;
import io.warrenmq.api.protocol.ProtocolPlugin.ListenerSpec;
import io.warrenmq.api.protocol.WebSocketSpec;
import io.warrenmq.api.protocol.WebSocketSpec.Frames;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebSocketCarrierTest {
  @Test
  void makesOneOfAllProtocolsThatShareAKeyAndOneForThePortOfEveryProtocol() {
    List<ProtocolPlugin> carried =
        carry(
            new LineProtocol("a", spec("web_one", 1)),
            new LineProtocol("b", spec("web_one", 1), spec("web_two", 2)),
            new LineProtocol("c"));

    assertThat(carried)
        .extracting(ProtocolPlugin::name)
        .containsExactly("web_one", "web_two", "websocket");
    assertThat(carried.stream().flatMap(protocol -> protocol.listeners().stream()))
        .containsExactly(
            new ListenerSpec("web_one.tcp", 1),
            new ListenerSpec("web_one.ssl", -1),
            new ListenerSpec("web_two.tcp", 2),
            new ListenerSpec("web_two.ssl", -1),
            new ListenerSpec("listeners.all", -1));
  }

  @Test
  void wantsNoListenerWhenNobodyWantsWebSocket() {
    assertThat(carry(new LineProtocol("a"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "G, UNDECIDED",
    "GET, UNDECIDED",
    "'GET ', MINE",
    "OPTIONS * HTTP/1.1, MINE",
    "' GET', NOT_MINE",
    "get /, NOT_MINE",
    "'AMQP\0\0\u0009\u0001', NOT_MINE",
    "'CONNECT\n', NOT_MINE",
    "'\u0010', NOT_MINE",
    "ABCDEFGHIJKLMNO, UNDECIDED",
    "ABCDEFGHIJKLMNOP, NOT_MINE",
  })
  void knowsARequestByItsFirstBytes(String first, Detection detection) {
    ProtocolPlugin carried = carry(new LineProtocol("a", spec("web_one", 1))).get(0);

    assertThat(carried.detect(Unpooled.copiedBuffer(first, StandardCharsets.ISO_8859_1)))
        .isEqualTo(detection);
  }

  private static WebSocketSpec spec(String key, int port) {
    return new WebSocketSpec(key, port, List.of("line"), true, Frames.BINARY);
  }

  private static List<ProtocolPlugin> carry(ProtocolPlugin... protocols) {
    WebSocketCarrier carrier = new WebSocketCarrier();
    carrier.start(new SilentContext());
    return carrier.carry(List.of(protocols));
  }

  /** A configuration in which nothing is set. */
  private static final class SilentContext implements PluginContext, PluginConfig {
    @Override
    public PluginConfig config() {
      return this;
    }

    @Override
    public Path dataFolder() {
      throw new UnsupportedOperationException();
    }

    @Override
    public long integer(String key, long absent) {
      return absent;
    }

    @Override
    public double decimal(String key, double absent) {
      return absent;
    }

    @Override
    public String text(String key, String absent) {
      return absent;
    }

    @Override
    public boolean flag(String key, boolean absent) {
      return absent;
    }

    @Override
    public List<String> list(String prefix) {
      return List.of();
    }

    @Override
    public Map<String, String> texts(String prefix) {
      return Map.of();
    }
  }
}
