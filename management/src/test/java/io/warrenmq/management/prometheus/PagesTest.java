package io.warrenmq.management.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.api.broker.BrokerConnection;
import io.warrenmq.api.transport.Traffic;
import io.warrenmq.core.metrics.Counter;
import io.warrenmq.core.metrics.LoopMetrics;
import io.warrenmq.core.queue.QueueType;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PagesTest {
  private final MetricsBench bench = new MetricsBench();

  @AfterEach
  void stop() {
    bench.close();
  }

  private LoopMetrics loop(int index) {
    return bench.broker().metrics().get(index);
  }

  // ---- sums ----

  @Test
  void addsUpWhatLoopsHaveCountedByProtocolAndQueueType() {
    loop(0).protocol("AMQP 0-9-1").published().add(Counter.PUBLISHED, 5);
    loop(1).protocol("AMQP 0-9-1").published().add(Counter.PUBLISHED, 2);
    loop(1).protocol("STOMP 1.2").published().add(Counter.CONFIRMED, 3);
    loop(0).protocol("AMQP 1-0").consumed(QueueType.QUORUM.ordinal()).add(Counter.GOT, 4);
    loop(0).protocol("MQTT 5-0").consumed(0).add(Counter.DELIVERED, 6);

    ParsedPage page = bench.page("/metrics");

    assertThat(page.value("rabbitmq_global_messages_received_total", "protocol", "amqp091"))
        .isEqualTo(7);
    assertThat(page.value("rabbitmq_global_messages_confirmed_total", "protocol", "stomp12"))
        .isEqualTo(3);
    assertThat(
            page.value(
                "rabbitmq_global_messages_delivered_get_manual_ack_total",
                "protocol",
                "amqp10",
                "queue_type",
                "rabbit_quorum_queue"))
        .isEqualTo(4);
    assertThat(
            page.value(
                "rabbitmq_global_messages_delivered_total",
                "protocol",
                "mqtt50",
                "queue_type",
                "rabbit_classic_queue"))
        .isEqualTo(6);
    assertThat(page.value("rabbitmq_channel_messages_published_total")).isEqualTo(7);
    assertThat(page.value("rabbitmq_queue_messages_delivered_ack_total")).isEqualTo(6);
  }

  @Test
  void hasSeriesOfWhatNeverHappened() {
    ParsedPage page = bench.page("/metrics");

    for (String protocol : new String[] {"amqp091", "amqp10", "mqtt310", "mqtt50", "stream"}) {
      assertThat(page.value("rabbitmq_global_publishers", "protocol", protocol)).isZero();
    }
    assertThat(page.series("rabbitmq_global_messages_delivered_total")).hasSize(25);
    assertThat(
            page.value("rabbitmq_global_stream_error_access_refused_total", "protocol", "stream"))
        .isZero();
  }

  @Test
  void tellsWhatDiedByReasonAndWhetherItWentOn() {
    loop(0).died(QueueType.CLASSIC.ordinal(), true).add(Counter.EXPIRED, 3);
    loop(1).died(QueueType.QUORUM.ordinal(), false).add(Counter.RETURNED_TOO_OFTEN, 2);

    ParsedPage page = bench.page("/metrics");

    assertThat(
            page.value(
                "rabbitmq_global_messages_dead_lettered_expired_total",
                "queue_type",
                "rabbit_classic_queue",
                "dead_letter_strategy",
                "at_most_once"))
        .isEqualTo(3);
    assertThat(
            page.value(
                "rabbitmq_global_messages_dead_lettered_delivery_limit_total",
                "queue_type",
                "rabbit_quorum_queue",
                "dead_letter_strategy",
                "disabled"))
        .isEqualTo(2);
  }

  @Test
  void showsSizesAsAHistogramWhoseBoundsHaveAFraction() {
    loop(0).protocol("AMQP 0-9-1").sizes().add(100);
    loop(0).protocol("AMQP 0-9-1").sizes().add(101);
    loop(1).protocol("AMQP 0-9-1").sizes().add(200_000_000);
    String name = "rabbitmq_message_size_bytes";

    ParsedPage page = bench.page("/metrics");

    assertThat(page.types()).containsEntry(name, "histogram");
    assertThat(page.value(name + "_bucket", "protocol", "amqp091", "le", "100.0")).isEqualTo(1);
    assertThat(page.value(name + "_bucket", "protocol", "amqp091", "le", "1000.0")).isEqualTo(2);
    assertThat(page.value(name + "_bucket", "protocol", "amqp091", "le", "100000000.0"))
        .isEqualTo(2);
    assertThat(page.value(name + "_bucket", "protocol", "amqp091", "le", "+Inf")).isEqualTo(3);
    assertThat(page.value(name + "_count", "protocol", "amqp091")).isEqualTo(3);
    assertThat(page.value(name + "_sum", "protocol", "amqp091")).isEqualTo(200_000_201);
  }

  @Test
  void countsGoOnWhenWhoeverTheyAreOfHasLeft() {
    FixedTraffic traffic = new FixedTraffic();
    BrokerConnection connection = bench.connect("AMQP 0-9-1", traffic);
    traffic.bytes = 1_000;
    assertThat(bench.page("/metrics").value("rabbitmq_connection_incoming_bytes_total"))
        .isEqualTo(1_000);

    traffic.bytes = 1_500;
    bench.run(connection::close);
    traffic.bytes = 0;

    assertThat(bench.page("/metrics").value("rabbitmq_connection_incoming_bytes_total"))
        .isEqualTo(1_500);
    assertThat(bench.page("/metrics").value("rabbitmq_connections")).isZero();
    assertThat(bench.page("/metrics").value("rabbitmq_connections_closed_total")).isEqualTo(1);
  }

  @Test
  void noCounterGoesDown() {
    bench.declare("one", "two");
    BrokerConnection connection = bench.connect("MQTT 5-0", new FixedTraffic());
    bench.run(() -> connection.openSession((id, accepted) -> {}));
    loop(0).protocol("MQTT 5-0").published().add(Counter.PUBLISHED, 5);
    ParsedPage before = bench.page("/metrics");

    bench.run(connection::close);
    bench.delete("one");
    ParsedPage after = bench.page("/metrics");

    before
        .samples()
        .forEach(
            (series, value) -> {
              if ("counter".equals(before.types().get(series.name()))) {
                assertThat(after.samples().get(series))
                    .as("%s", series)
                    .isNotNull()
                    .isGreaterThanOrEqualTo(value);
              }
            });
  }

  @Test
  void countsLoginsAndThoseThatFailed() {
    bench.askWho();
    bench.get("/metrics", "authorization", "Basic Z3Vlc3Q6d3Jvbmc=");
    ParsedPage page =
        ParsedPage.of(
            new String(
                bench.get("/metrics", "authorization", "Basic Z3Vlc3Q6Z3Vlc3Q=").body(),
                StandardCharsets.UTF_8));

    assertThat(page.value("rabbitmq_auth_attempts_total", "protocol", "http")).isEqualTo(2);
    assertThat(page.value("rabbitmq_auth_attempts_failed_total", "protocol", "http")).isEqualTo(1);
    assertThat(page.value("rabbitmq_auth_attempts_succeeded_total", "protocol", "http"))
        .isEqualTo(1);
  }

  @Test
  void saysWhoItIsAndOnWhichPage() {
    Map<String, String> pages =
        Map.of(
            "/metrics", "aggregated",
            "/metrics/per-object", "per-object",
            "/metrics/detailed", "detailed",
            "/metrics/memory-breakdown", "memory-breakdown");

    pages.forEach(
        (path, endpoint) -> {
          ParsedPage page = bench.page(path);
          assertThat(page.series("rabbitmq_build_info")).hasSize(1);
          assertThat(page.series("rabbitmq_identity_info"))
              .singleElement()
              .satisfies(
                  series ->
                      assertThat(series.labels())
                          .containsEntry("rabbitmq_endpoint", endpoint)
                          .containsKeys(
                              "rabbitmq_node",
                              "rabbitmq_cluster",
                              "rabbitmq_cluster_permanent_id"));
        });
  }

  @Test
  void everyFamilyHasATypeAndAHelp() {
    ParsedPage page = bench.page("/metrics");

    assertThat(page.helps().keySet()).isEqualTo(page.types().keySet());
    assertThat(page.types().keySet())
        .contains("jvm_memory_used_bytes", "jvm_threads_live_threads", "process_cpu_usage");
  }

  @Test
  void showsTheDelayOfEachEventLoop() {
    assertThat(bench.page("/metrics").series("warrenmq_event_loop_lag_seconds")).hasSize(2);
  }

  @Test
  void countsItsOwnPages() {
    bench.page("/metrics/per-object");
    ParsedPage page = bench.page("/metrics");

    assertThat(
            page.value(
                "telemetry_scrape_size_bytes_count",
                "registry",
                "per-object",
                "content_type",
                "text/plain; version=0.0.4"))
        .isEqualTo(1);
  }

  // ---- each object ----

  @Test
  void hasASeriesForEachObjectWhateverItsName() {
    String nasty = "a \"quoted\" \\ name of é";
    bench.declare("plain", nasty);
    BrokerConnection connection = bench.connect("AMQP 0-9-1", new FixedTraffic());
    bench.run(() -> connection.openSession((id, accepted) -> {}));

    ParsedPage page = bench.page("/metrics/per-object");

    assertThat(page.value("rabbitmq_queue_messages", "vhost", "/", "queue", nasty)).isZero();
    assertThat(
            page.value(
                "rabbitmq_queue_info",
                "vhost",
                "/",
                "queue",
                "plain",
                "queue_type",
                "rabbit_classic_queue",
                "membership",
                "leader"))
        .isEqualTo(1);
    String name = connection.name();
    assertThat(page.value("rabbitmq_connection_channels", "channel", name)).isEqualTo(1);
    assertThat(page.value("rabbitmq_channel_consumers", "channel", name + " (0)")).isZero();
    assertThat(page.value("rabbitmq_queues")).isEqualTo(2);
  }

  @Test
  void showsOneSeriesOfSessionsThatHaveOneName() {
    BrokerConnection connection = bench.connect("MQTT 5-0", new FixedTraffic());
    bench.run(() -> connection.openSession((id, accepted) -> {}));
    bench.run(() -> connection.openSession((id, accepted) -> {}));

    assertThat(bench.page("/metrics/per-object").series("rabbitmq_channel_consumers")).hasSize(1);
    assertThat(bench.page("/metrics").value("rabbitmq_channels")).isEqualTo(2);
  }

  @Test
  void showsTheFamiliesThatAreAskedForAndNoOthers() {
    bench.declare("q");

    ParsedPage page = bench.page("/metrics/detailed?family=queue_coarse_metrics");

    assertThat(page.value("rabbitmq_detailed_queue_messages_ready", "vhost", "/", "queue", "q"))
        .isZero();
    assertThat(page.series("rabbitmq_detailed_queue_consumers")).isEmpty();
    assertThat(bench.page("/metrics/detailed?family=unknown").types().keySet())
        .noneMatch(name -> name.startsWith("rabbitmq_detailed_"));
  }

  @Test
  void doesNotRepeatWhatTwoFamiliesHave() {
    bench.declare("q");

    ParsedPage page =
        bench.page("/metrics/detailed?family=queue_consumer_count&family=queue_metrics");

    assertThat(page.series("rabbitmq_detailed_queue_consumers")).hasSize(1);
  }

  @Test
  void showsTheVhostsThatAreAskedFor() {
    bench.declare("q");
    String families = "/metrics/detailed?family=queue_coarse_metrics&family=vhost_status";

    assertThat(bench.page(families + "&vhost=%2F").series("rabbitmq_detailed_queue_messages"))
        .hasSize(1);
    ParsedPage none = bench.page(families + "&vhost=nowhere");
    assertThat(none.series("rabbitmq_detailed_queue_messages")).isEmpty();
    assertThat(none.series("rabbitmq_cluster_vhost_status")).isEmpty();
  }

  @Test
  void countsTheBindingsOfEachExchange() {
    bench.declare("q");
    bench.bind("amq.topic", "q", "a.#");
    bench.bind("amq.topic", "q", "b.#");

    ParsedPage page =
        bench.page("/metrics/detailed?family=exchange_bindings&family=exchange_names");

    assertThat(
            page.value(
                "rabbitmq_cluster_exchange_bindings",
                "vhost",
                "/",
                "exchange",
                "amq.topic",
                "type",
                "topic"))
        .isEqualTo(2);
    assertThat(
            page.value(
                "rabbitmq_cluster_exchange_name",
                "vhost",
                "/",
                "exchange",
                "amq.fanout",
                "type",
                "fanout"))
        .isEqualTo(1);
  }

  private static final class FixedTraffic implements Traffic {
    private long bytes;

    @Override
    public long receivedBytes() {
      return bytes;
    }

    @Override
    public long receivedReads() {
      return 0;
    }

    @Override
    public long sentBytes() {
      return 0;
    }

    @Override
    public long sentWrites() {
      return 0;
    }

    @Override
    public int pendingBytes() {
      return 0;
    }
  }
}
