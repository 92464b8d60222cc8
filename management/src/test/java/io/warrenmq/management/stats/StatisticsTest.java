package io.warrenmq.management.stats;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.warrenmq.api.broker.VhostAccess;
import io.warrenmq.api.queue.ConsumerSpec;
import io.warrenmq.api.queue.ConsumerSpec.Flow;
import io.warrenmq.api.queue.Delivery;
import io.warrenmq.api.queue.DeliverySink;
import io.warrenmq.api.resource.Arguments;
import io.warrenmq.core.queue.Queue;
import io.warrenmq.core.vhost.Vhost;
import io.warrenmq.management.ApiBench;
import io.warrenmq.management.api.ApiOptions;
import io.warrenmq.management.api.ApiOptions.RatesMode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StatisticsTest {
  private static final int INTERVAL_MS = 5_000;
  private static final Window ALL = new Window(3_600, 5);

  private final ApiBench bench = ApiBench.start();
  private final AtomicLong nowMs = new AtomicLong();

  private Statistics keeping(int globalS) {
    Map<String, List<Integer>> retentionS =
        Map.of("global", List.of(60, globalS), "basic", List.of(60), "detailed", List.of(60));
    return new Statistics(
        bench.broker(),
        new NodeFigures(() -> 0, () -> 0),
        new ApiOptions(RatesMode.BASIC, false, false, false, false, retentionS),
        INTERVAL_MS,
        nowMs::get,
        sessions -> Future.succeededFuture(List.of()));
  }

  /** A message more each time. */
  private void sample(Statistics statistics, int times) {
    for (int i = 0; i < times; i++) {
      bench.post(
          "/api/exchanges/%2F/amq.default/publish",
          new JsonObject()
              .put("routing_key", "q")
              .put("properties", new JsonObject())
              .put("payload", "x")
              .put("payload_encoding", "string"));
      nowMs.addAndGet(INTERVAL_MS);
      statistics.sample();
    }
  }

  private static JsonArray samples(JsonObject lengths) {
    return lengths.getJsonObject("messages_details").getJsonArray("samples");
  }

  @Test
  void keepsHistoriesAsLongAsTheLongestOfTheirAges() {
    bench.put("/api/queues/%2F/q", new JsonObject());
    Statistics statistics = keeping(120);

    sample(statistics, 40);

    assertThat(samples(statistics.queueTotals(ALL))).hasSize(120 / 5 + 1);
    JsonObject queue = new JsonObject();
    statistics.putLengths(queue, bench.broker().vhosts().required("/").queues().get("q"), ALL);
    assertThat(samples(queue)).hasSize(60 / 5 + 1);
    assertThat(samples(queue).getJsonObject(0).getInteger("sample")).isEqualTo(40);
  }

  @Test
  void tellsOfAVhostWhatItsSessionsDid() {
    bench.put("/api/queues/%2F/q", new JsonObject());
    Vhost vhost = bench.broker().vhosts().required("/");
    Statistics statistics = keeping(60);
    assertThat(statistics.messageStats(vhost, null)).isNull();

    sample(statistics, 3);

    JsonObject stats = statistics.messageStats(vhost, null);
    assertThat(stats.getInteger("publish")).isEqualTo(3);
    assertThat(stats.getJsonObject("publish_details").getDouble("rate")).isEqualTo(0.2);
    assertThat(stats.containsKey("deliver")).isFalse();
    JsonObject lengths = new JsonObject();
    statistics.putLengths(lengths, vhost, null);
    assertThat(lengths.getInteger("messages_ready")).isEqualTo(3);
    assertThat(lengths.getJsonObject("messages_ready_details").getDouble("rate")).isEqualTo(0.2);
  }

  /** Three seconds of five, in which the consumer has all that it may have. */
  @Test
  void tellsHowMuchOfTheTimeConsumersCouldTakeMessages() {
    bench.put("/api/queues/%2F/q", new JsonObject());
    Queue queue = bench.broker().vhosts().required("/").queues().get("q");
    Statistics statistics = keeping(60);
    assertThat(statistics.consumerCapacity(queue)).isZero();
    VhostAccess session = bench.session("/");
    bench.await(
        () ->
            session.consume(
                new ConsumerSpec("q", "tag", false, false, 0, Flow.PREFETCH, 1, Arguments.NONE),
                new DeliverySink() {
                  @Override
                  public void onDelivery(Delivery delivery) {}

                  @Override
                  public void onCancelled() {}
                }));
    assertThat(statistics.consumerCapacity(queue)).isEqualTo(1.0);

    sample(statistics, 1);
    bench.loops().advanceMs(2_000);
    sample(statistics, 1);
    bench.loops().advanceMs(3_000);
    nowMs.addAndGet(INTERVAL_MS);
    statistics.sample();

    assertThat(statistics.consumerCapacity(queue)).isEqualTo(0.4);
  }
}
