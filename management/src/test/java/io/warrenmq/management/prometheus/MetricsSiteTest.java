package io.warrenmq.management.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.warrenmq.api.broker.BrokerConnection;
import io.warrenmq.api.transport.Traffic;
import io.warrenmq.management.http.Response;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricsSiteTest {
  private static final String GUEST = "Basic Z3Vlc3Q6Z3Vlc3Q=";
  private static final Target SUMS = new Target(Target.Page.AGGREGATED, Set.of(), Set.of(), false);

  private final MetricsBench bench = new MetricsBench();

  @AfterEach
  void stop() {
    bench.close();
  }

  private static String text(Response response) {
    return new String(response.body(), StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/metric", "/metricsx", "/api/overview", "/favicon.ico"})
  void hasNothingButMetrics(String path) {
    Response response = bench.get(path);

    assertThat(response.status().code()).isEqualTo(404);
    assertThat(text(response))
        .isEqualTo("{\"error\":\"Object Not Found\",\"reason\":\"Not Found\"}");
  }

  @Test
  void knowsNoOtherPages() {
    Response response = bench.get("/metrics/nope");

    assertThat(response.status().code()).isEqualTo(404);
    assertThat(text(response)).isEqualTo("Unknown Registry");
  }

  @Test
  void answersInTheTextFormat() {
    Response response = bench.get("/metrics", "accept", "application/openmetrics-text");

    assertThat(response.status().code()).isEqualTo(200);
    assertThat(response.headers().get("content-type")).isEqualTo("text/plain; version=0.0.4");
    assertThat(response.headers().contains("content-encoding")).isFalse();
  }

  @Test
  void compressesWhatIsTakenCompressed() throws Exception {
    Response response = bench.get("/metrics", "accept-encoding", "deflate, gzip;q=0.5");

    assertThat(response.headers().get("content-encoding")).isEqualTo("gzip");
    byte[] plain = new GZIPInputStream(new ByteArrayInputStream(response.body())).readAllBytes();
    assertThat(plain.length).isGreaterThan(4 * response.body().length);
    ParsedPage.of(new String(plain, StandardCharsets.UTF_8));
    assertThat(
            bench.get("/metrics", "accept-encoding", "gzip;q=0").headers().get("content-encoding"))
        .isNull();
  }

  @Test
  void allowsNoMethodsButThoseThatRead() {
    assertThat(bench.send("HEAD", "/metrics").status().code()).isEqualTo(200);
    assertThat(bench.send("OPTIONS", "/metrics").headers().get("allow"))
        .isEqualTo("HEAD, GET, OPTIONS");
    Response refusal = bench.send("POST", "/metrics");
    assertThat(refusal.status().code()).isEqualTo(405);
    assertThat(refusal.headers().get("allow")).isEqualTo("HEAD, GET, OPTIONS");
  }

  @Test
  void servesPagesBelowTheConfiguredPath() {
    bench.moveTo("/prom");

    assertThat(bench.get("/metrics").status().code()).isEqualTo(404);
    assertThat(bench.get("/prom").status().code()).isEqualTo(200);
    assertThat(bench.get("/prom/").status().code()).isEqualTo(200);
    assertThat(bench.get("/prom/per-object").status().code()).isEqualTo(200);
  }

  @Test
  void showsEachObjectOnTheFirstPageWhenToldSo() {
    bench.declare("q");
    bench.showEachObject();

    assertThat(bench.page("/metrics").value("rabbitmq_queue_messages", "vhost", "/", "queue", "q"))
        .isZero();
  }

  @Test
  void asksForAUserWhoMayMonitorWhenToldSo() {
    bench.askWho();

    Response refusal = bench.get("/metrics");
    assertThat(refusal.status().code()).isEqualTo(401);
    assertThat(refusal.headers().get("www-authenticate")).startsWith("Basic realm=");
    assertThat(bench.get("/metrics", "authorization", "Basic eDp5").status().code()).isEqualTo(401);
    assertThat(bench.get("/metrics", "authorization", GUEST).status().code()).isEqualTo(200);
  }

  @Test
  void makesOnePageForAllWhoAskForItAtATime() {
    List<Future<Response>> answers = new ArrayList<>();
    bench.run(
        () -> {
          answers.add(bench.scrape(SUMS));
          answers.add(bench.scrape(SUMS));
        });

    assertThat(answers.get(0).result()).isSameAs(answers.get(1).result());
    assertThat(bench.get("/metrics")).isNotSameAs(answers.get(0).result());
  }

  @Test
  void comesWithoutTheSessionsOfALoopThatDoesNotAnswerInTime() {
    StuckLoop loop = new StuckLoop(bench.loops().loop(0));
    BrokerConnection connection = bench.connect("AMQP 0-9-1", Traffic.NONE, loop);
    bench.run(() -> connection.openSession((id, accepted) -> {}));
    loop.stick();
    List<Future<Response>> answers = new ArrayList<>();

    bench.run(() -> answers.add(bench.scrape(SUMS)));
    bench.loops().advanceMs(Scraper.WAIT_MS - 1);
    assertThat(answers.get(0).isComplete()).isFalse();
    bench.loops().advanceMs(1);

    ParsedPage page = ParsedPage.of(text(answers.get(0).result()));
    assertThat(page.types()).doesNotContainKey("rabbitmq_channel_consumers");
    assertThat(page.value("rabbitmq_channels")).isEqualTo(1);
  }

  @Test
  void refusesMorePagesAtATimeThanItsLimit() {
    List<Future<Response>> answers = new ArrayList<>();
    bench.run(
        () -> {
          for (int i = 0; i <= Scraper.PAGES_MAX; i++) {
            answers.add(
                bench.scrape(
                    new Target(
                        Target.Page.DETAILED, Set.of("queue_metrics"), Set.of("v" + i), false)));
          }
        });

    assertThat(answers)
        .extracting(answer -> answer.result().status().code())
        .containsOnlyOnce(503)
        .endsWith(503);
    assertThat(bench.get("/metrics").status().code()).isEqualTo(200);
  }
}
