package io.warrenmq.management.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Whether RabbitMQ's dashboards find what they read. {@code dashboards.txt} has what the published
 * ones select; {@code -Dwarren.grafana.dashboards=DIR} looks through the dashboards of a folder.
 */
class DashboardTest {
  private static ParsedPage page() {
    try (MetricsBench bench = new MetricsBench()) {
      return bench.page("/metrics");
    }
  }

  @Test
  void hasASeriesForEverySelectorOfThePublishedDashboards() throws IOException {
    ParsedPage page = page();
    List<String> missing = new ArrayList<>();
    int looked = 0;
    for (String line : resource().lines().toList()) {
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      List<Selector> selectors = Selector.of(line);
      assertThat(selectors).as(line).hasSize(1);
      looked++;
      if (!selectors.get(0).isOn(page)) {
        missing.add(line);
      }
    }
    assertThat(looked).isGreaterThan(50);
    assertThat(missing).isEmpty();
  }

  private static String resource() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(DashboardTest.class.getResourceAsStream("dashboards.txt"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void takesSelectorsOutOfAQueryAndNoLabels() {
    List<Selector> found =
        Selector.of(
            "sum(rate(rabbitmq_a_total{le=\"100.0\", namespace=\"$namespace\"}[60s]) * on(instance,"
                + " job) group_left(rabbitmq_cluster, rabbitmq_node)"
                + " rabbitmq_identity_info{rabbitmq_cluster=\"$rabbitmq_cluster\"})"
                + " by(rabbitmq_node) + rabbitmq_b");

    assertThat(found)
        .containsExactly(
            new Selector("rabbitmq_a_total", Map.of("le", "100.0")),
            new Selector("rabbitmq_identity_info", Map.of("rabbitmq_cluster", "$rabbitmq_cluster")),
            new Selector("rabbitmq_b", Map.of()));
  }

  @Test
  @EnabledIfSystemProperty(named = "warren.grafana.dashboards", matches = ".+")
  void hasASeriesForEverySelectorOfTheDashboardsInAFolder() throws IOException {
    ParsedPage page = page();
    List<String> missing = new ArrayList<>();
    Path folder = Path.of(System.getProperty("warren.grafana.dashboards"));
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.json")) {
      for (Path file : files) {
        JsonObject dashboard = new JsonObject(Files.readString(file));
        for (JsonObject panel : panels(dashboard)) {
          for (Selector selector : selectors(panel)) {
            if (!selector.isOn(page)) {
              missing.add(file.getFileName() + ": " + panel.getString("title") + ": " + selector);
            }
          }
        }
      }
    }
    assertThat(missing).isEmpty();
  }

  /** A dashboard's, those in rows among them. */
  private static List<JsonObject> panels(JsonObject holder) {
    List<JsonObject> all = new ArrayList<>();
    for (Object panel : holder.getJsonArray("panels", new JsonArray())) {
      all.add((JsonObject) panel);
      all.addAll(panels((JsonObject) panel));
    }
    return all;
  }

  private static List<Selector> selectors(JsonObject panel) {
    List<Selector> all = new ArrayList<>();
    for (Object target : panel.getJsonArray("targets", new JsonArray())) {
      all.addAll(Selector.of(((JsonObject) target).getString("expr", "")));
    }
    return all;
  }
}
