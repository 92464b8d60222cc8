package io.warrenmq.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.warrenmq.api.message.MessageFormat;
import io.warrenmq.api.protocol.HttpProtocol;
import io.warrenmq.api.protocol.ProtocolConnection;
import io.warrenmq.api.protocol.ProtocolPlugin;
import io.warrenmq.api.protocol.Transport;
import io.warrenmq.server.listener.ListenerOptions;
import io.warrenmq.server.listener.SocketOptions;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ListenerPlanTest {
  @Test
  void givesEachListenerTheOptionsOfItsGroup() throws Exception {
    ListenerOptions listener =
        plan(
                "listeners.tcp.default=127.0.0.1:5673",
                "proxy_protocol=true",
                "tcp_listen_options.backlog=7",
                "tcp_listen_options.nodelay=false",
                "tcp_listen_options.keepalive=true",
                "tcp_listen_options.sndbuf=32KB",
                "tcp_listen_options.recbuf=64KB",
                "tcp_listen_options.send_timeout=infinity")
            .get(0);

    assertThat(listener.port()).isEqualTo(5673);
    assertThat(listener.proxyProtocol()).isTrue();
    assertThat(listener.socket()).isEqualTo(new SocketOptions(7, false, true, 32768, 65536, 0));
  }

  @Test
  void expectsNoProxyAndLeavesBuffersToTheKernelUnlessTold() throws Exception {
    ListenerOptions listener = plan("listeners.tcp.default=127.0.0.1:5673").get(0);

    assertThat(listener.proxyProtocol()).isFalse();
    assertThat(listener.socket()).isEqualTo(SocketOptions.DEFAULTS);
  }

  @Test
  void putsHttpListenersWhereTheirKeysSay() throws Exception {
    List<ListenerOptions> plan =
        ListenerPlan.of(
            Settings.of(
                "web_amqp.tcp.port=15999",
                "web_amqp.tcp.ip=127.0.0.1",
                "web_amqp.proxy_protocol=true",
                "web_stomp.tcp.listener=::1:0"),
            List.of(),
            List.of(new Carried("web_amqp.tcp"), new Carried("web_stomp.tcp")));

    assertThat(plan)
        .extracting(ListenerOptions::configKey)
        .containsExactly("web_amqp.tcp.port", "web_stomp.tcp.listener");
    assertThat(plan.get(0).host()).isEqualTo("127.0.0.1");
    assertThat(plan.get(0).port()).isEqualTo(15999);
    assertThat(plan.get(0).proxyProtocol()).isTrue();
    assertThat(plan.get(1).host()).isEqualTo("::1");
    assertThat(plan.get(1).proxyProtocol()).isFalse();
  }

  @Test
  void bindsNoHttpListenerThatIsOffOrThatNobodyKnows() throws Exception {
    assertThat(
            ListenerPlan.of(
                Settings.of("web_amqp.tcp.port=none"),
                List.of(),
                List.of(new Carried("web_amqp.tcp"), new Carried("web_other.tcp"))))
        .isEmpty();
  }

  @Test
  void servesCarriedProtocolsWithAllOthersOnlyWhenTheyNameThatListener() throws Exception {
    ProtocolPlugin plain = new PingProtocol();
    ProtocolPlugin named = new Carried("listeners.all");

    List<ListenerOptions> plan =
        ListenerPlan.of(
            Settings.of("listeners.tcp=none", "listeners.all.default=1", "web_amqp.tcp.port=none"),
            List.of(plain),
            List.of(new Carried("web_amqp.tcp"), named));

    assertThat(plan).hasSize(1);
    assertThat(plan.get(0).protocols()).containsExactly(plain, named);
  }

  @Test
  void servesAPluginsProtocolOnThePortThatItProposesUnlessTold() throws Exception {
    assertThat(planOf("plugin.line.listeners.tcp"))
        .extracting(ListenerOptions::port)
        .containsOnly(80);
    assertThat(planOf("plugin.line.listeners.tcp", "plugin.line.listeners.tcp=none")).isEmpty();
    assertThat(planOf("plugin.line.listeners.tcp", "warren.plugins.default_listeners=false"))
        .isEmpty();
    assertThat(
            planOf(
                "plugin.line.listeners.tcp",
                "warren.plugins.default_listeners=false",
                "plugin.line.listeners.tcp.default=127.0.0.1:7672",
                "plugin.line.listeners.tcp.other=7673"))
        .extracting(ListenerOptions::port)
        .containsExactlyInAnyOrder(7672, 7673);
  }

  @Test
  void givesTheListenersOfAPluginTheOptionsOfItsGroup() throws Exception {
    ListenerOptions listener =
        planOf(
                "plugin.line.listeners.tcp",
                "plugin.line.proxy_protocol=true",
                "plugin.line.tcp_listen_options.backlog=7",
                "plugin.line.tcp_listen_options.send_timeout=infinity")
            .get(0);

    assertThat(listener.proxyProtocol()).isTrue();
    assertThat(listener.socket()).isEqualTo(new SocketOptions(7, true, false, 0, 0, 0));
  }

  @Test
  void bindsNothingForAKeyThatNoConfigurationCanHold() throws Exception {
    assertThat(planOf("line.listeners.tcp")).isEmpty();
  }

  private static List<ListenerOptions> planOf(String key, String... assignments) throws Exception {
    return ListenerPlan.of(Settings.of(assignments), List.of(new Carried(key)), List.of());
  }

  @Test
  void asksPlainHttpAfterTheCarriersWhichHandItWhatIsNotTheirs() throws Exception {
    ProtocolPlugin plain = new PlainHttp();
    ProtocolPlugin other = new PingProtocol();
    ProtocolPlugin carried = new Carried("management.tcp", "listeners.all");

    List<ListenerOptions> plan =
        ListenerPlan.of(
            Settings.of("listeners.tcp=none", "listeners.all.default=1"),
            List.of(plain, other),
            List.of(carried));

    assertThat(plan)
        .extracting(ListenerOptions::protocols)
        .containsExactly(List.of(carried, plain), List.of(other, carried, plain));
  }

  @Test
  void servesPlainHttpThatWantsToBeAloneOnItsOwnPortsOnly() throws Exception {
    ProtocolPlugin other = new PingProtocol();
    ProtocolPlugin alone =
        new PlainHttp() {
          @Override
          public boolean isForEveryProtocol() {
            return false;
          }
        };

    List<ListenerOptions> plan =
        ListenerPlan.of(
            Settings.of("listeners.tcp=none", "listeners.all.default=1"),
            List.of(alone, other),
            List.of());

    assertThat(plan)
        .extracting(ListenerOptions::protocols)
        .containsExactly(List.of(alone), List.of(other));
  }

  private static class PlainHttp implements HttpProtocol {
    @Override
    public String name() {
      return "plain";
    }

    @Override
    public ProtocolConnection open(Transport transport) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<ListenerSpec> listeners() {
      return List.of(new ListenerSpec("management.tcp", 15672));
    }

    @Override
    public List<MessageFormat> formats() {
      return List.of();
    }
  }

  private static final class Carried implements ProtocolPlugin {
    private final String[] keys;

    Carried(String... keys) {
      this.keys = keys;
    }

    @Override
    public String name() {
      return "http";
    }

    @Override
    public Detection detect(ByteBuf first) {
      return Detection.NOT_MINE;
    }

    @Override
    public ProtocolConnection open(Transport transport) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<ListenerSpec> listeners() {
      return Arrays.stream(keys).map(key -> new ListenerSpec(key, 80)).toList();
    }

    @Override
    public List<MessageFormat> formats() {
      return List.of();
    }
  }

  private static List<ListenerOptions> plan(String... assignments) throws Exception {
    return ListenerPlan.of(Settings.of(assignments), List.of(new PingProtocol()), List.of());
  }
}
