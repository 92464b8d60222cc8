package io.warrenmq.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.server.listener.ListenerOptions;
import io.warrenmq.server.listener.SocketOptions;
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

  private static List<ListenerOptions> plan(String... assignments) throws Exception {
    return ListenerPlan.of(Settings.of(assignments), List.of(new PingProtocol()));
  }
}
