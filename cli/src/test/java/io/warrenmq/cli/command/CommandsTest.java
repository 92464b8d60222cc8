package io.warrenmq.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.cli.exit.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What rabbitmqctl does not have, or prints otherwise. */
class CommandsTest {
  @TempDir Path folder;
  private FakeApi api;

  @BeforeEach
  void start() throws IOException {
    api = new FakeApi();
  }

  @AfterEach
  void stop() {
    api.close();
  }

  private String body(int request) {
    return api.requests().get(request).body();
  }

  @Test
  void declaresInTheWordsOfBothRabbitmqadmins() {
    api.on("PUT /api/queues/%2F/a%2Fb%20%25%F0%9F%90%87", 201, "");

    Run old =
        Run.of(
            api, "declare", "queue", "name=a/b %🐇", "queue_type=quorum", "arguments={\"x-n\":1}");
    Run later =
        Run.of(api, "declare", "queue", "--name", "a/b %🐇", "--type=quorum", "--durable", "false");

    assertThat(old.out()).isEqualTo("queue declared\n");
    assertThat(body(0))
        .isEqualTo(
            "{\"durable\":true,\"auto_delete\":false,"
                + "\"arguments\":{\"x-n\":1,\"x-queue-type\":\"quorum\"}}");
    assertThat(later.exitCode()).as(later.err()).isZero();
    assertThat(body(1)).contains("\"durable\":false", "\"x-queue-type\":\"quorum\"");
  }

  @Test
  void refusesWordsThatItDoesNotKnow() {
    Run key = Run.of(api, "declare", "queue", "name=q", "durabel=true");
    Run kind = Run.of(api, "declare", "queu", "name=q");
    Run missing = Run.of(api, "declare", "exchange", "name=x");
    Run bool = Run.of(api, "declare", "queue", "name=q", "durable=yes");
    Run json = Run.of(api, "declare", "queue", "name=q", "arguments={");

    assertThat(key.err()).contains("Did you mean 'durable'?");
    assertThat(kind.err()).contains("Did you mean 'queue'?");
    assertThat(missing.err()).contains("type=... is missing");
    assertThat(bool.err()).contains("true or false");
    assertThat(json.exitCode()).isEqualTo(ExitCode.DATA);
    assertThat(api.requests()).isEmpty();
  }

  @Test
  void deletesTheOneBindingWithARoutingKey() {
    api.on(
        "GET /api/bindings/%2F/e/x/q/q",
        200,
        "[{\"routing_key\":\"a\",\"properties_key\":\"a~1\"},"
            + "{\"routing_key\":\"b\",\"properties_key\":\"b\"}]");
    api.on("DELETE /api/bindings/%2F/e/x/q/q/a~1", 204, "");

    Run run = Run.of(api, "delete", "binding", "source=x", "destination=q", "routing_key=a");
    Run none = Run.of(api, "delete", "binding", "source=x", "destination=q", "routing_key=c");

    assertThat(run.out()).isEqualTo("binding deleted\n");
    assertThat(none.exitCode()).isEqualTo(ExitCode.DATA);
    assertThat(none.err()).contains("no bindings");
  }

  @Test
  void publishesWhatStandardInputHoldsAsTextOrBase64() {
    api.on("POST /api/exchanges/%2F/amq.default/publish", 200, "{\"routed\":true}");
    api.on("POST /api/exchanges/%2F/amq.default/publish", 200, "{\"routed\":false}");
    Map<String, String> environment = Map.of("WARRENCTL_URL", api.url(), "HOME", "/nonexistent");

    Run text = Run.with(environment, "hé", "publish", "routing_key=q");
    Run unrouted = Run.of(api, "publish", "routing_key=q", "payload=x", "headers={\"a\":1}");

    assertThat(text.out()).isEqualTo("Message published\n");
    assertThat(body(0)).contains("\"payload\":\"hé\",\"payload_encoding\":\"string\"");
    assertThat(unrouted.out()).isEqualTo("Message published but NOT routed\n");
    assertThat(body(1)).contains("\"properties\":{\"headers\":{\"a\":1}}");
  }

  @Test
  void showsAndSavesMessages() throws IOException {
    api.on(
        "POST /api/queues/%2F/q/get",
        200,
        "[{\"payload\":\"AAE=\",\"payload_bytes\":2,\"payload_encoding\":\"base64\","
            + "\"routing_key\":\"q\",\"exchange\":\"\",\"message_count\":3,\"redelivered\":false,"
            + "\"properties\":{\"headers\":{\"k\":\"v\"}}}]");
    Path file = folder.resolve("payload");

    Run shown = Run.of(api, "get", "queue=q", "--silent");
    Run saved = Run.of(api, "get", "queue=q", "payload_file=" + file);

    assertThat(shown.out())
        .isEqualTo("q\t\t3\tAAE=\t2\tbase64\t{\"headers\":{\"k\":\"v\"}}\tfalse\n");
    assertThat(saved.exitCode()).as(saved.err()).isZero();
    assertThat(Files.readAllBytes(file)).containsExactly(0, 1);
  }

  @Test
  void showsTheConfigurationAndWhereItComesFrom() {
    api.on("GET /api/overview?columns=node", 200, "{\"node\":\"warren@h\"}");
    api.on(
        "GET /api/config/effective",
        200,
        "[{\"name\":\"heartbeat\",\"value\":\"30\",\"source\":\"/w.conf\",\"line\":7},"
            + "{\"name\":\"log.dir\",\"value\":null,\"source\":\"default\",\"line\":null},"
            + "{\"name\":\"vhost_max\",\"value\":\"5\",\"source\":\"--set\",\"line\":null}]");

    Run run = Run.of(api, "environment", "--silent");

    assertThat(run.out()).isEqualTo("heartbeat = 30  # /w.conf:7\nvhost_max = 5  # --set\n");
  }

  @Test
  void showsTheTermsOfARabbitMqAsTheyAre() {
    api.on("GET /api/overview?columns=node", 200, "{\"node\":\"warren@h\"}");
    api.on("GET /api/config/effective", 200, "[{accept,[]},\n {amqp_client,[]}].");

    assertThat(Run.of(api, "environment", "--silent").out())
        .isEqualTo("[{accept,[]},\n {amqp_client,[]}].\n");
  }

  @Test
  void movesBrowsesPausesAndResumes() {
    api.on("POST /api/queues/%2F/a/move", 200, "{\"moved\":7}");
    api.on(
        "GET /api/queues/%2F/a/messages?offset=2&count=1&truncate=5", 200, "[{\"payload\":\"x\"}]");
    api.on("PUT /api/queues/%2F/a/pause", 204, "").on("PUT /api/queues/%2F/a/resume", 204, "");

    Run move = Run.of(api, "move", "a", "b", "--count", "7");
    Run browse = Run.of(api, "browse", "a", "--offset=2", "--count=1", "--truncate=5", "--json");

    assertThat(move.out()).contains("Moved 7 messages");
    assertThat(body(0)).isEqualTo("{\"destination\":\"b\",\"count\":7}");
    assertThat(browse.out()).isEqualTo("[{\"payload\":\"x\"}]\n");
    assertThat(Run.of(api, "pause_queue", "a").exitCode()).isZero();
    assertThat(Run.of(api, "resume_queue", "a").exitCode()).isZero();
    assertThat(Run.of(api, "move", "nosuch", "b").exitCode()).isEqualTo(ExitCode.SOFTWARE);
  }

  @Test
  void exportsToAFileThatOnlyItsOwnerReads() throws IOException {
    api.on("GET /api/definitions", 200, "{\"users\":[]}");
    Path file = folder.resolve("d.json");

    Run run = Run.of(api, "export_definitions", file.toString());
    Run out = Run.of(api, "export_definitions", "-");
    Run nowhere = Run.of(api, "export_definitions", folder.resolve("x/y").toString());

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(file).content().isEqualTo("{\"users\":[]}");
    assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
    assertThat(out.out()).isEqualTo("{\"users\":[]}\n");
    assertThat(nowhere.exitCode()).isEqualTo(ExitCode.CANNOT_CREATE);
  }

  @Test
  void importsFromAFileOrStandardInput() throws IOException {
    api.on("POST /api/definitions", 204, "").on("POST /api/definitions/v", 204, "");
    Path file = Files.writeString(folder.resolve("d.json"), "{\"queues\": []}");
    Map<String, String> environment = Map.of("WARRENCTL_URL", api.url(), "HOME", "/nonexistent");

    Run fromFile = Run.of(api, "import_definitions", file.toString());
    Run fromStdin = Run.with(environment, "{}", "import_definitions", "-p", "v");
    Run bad = Run.with(environment, "{\n  x", "import_definitions");
    Run missing = Run.of(api, "import_definitions", folder.resolve("no").toString());

    assertThat(fromFile.exitCode()).as(fromFile.err()).isZero();
    assertThat(body(0)).isEqualTo("{\"queues\": []}");
    assertThat(fromStdin.exitCode()).as(fromStdin.err()).isZero();
    assertThat(bad.exitCode()).isEqualTo(ExitCode.DATA);
    assertThat(bad.err()).contains("line 2").hasLineCount(1);
    assertThat(missing.exitCode()).isEqualTo(ExitCode.DATA);
    assertThat(api.requests()).hasSize(2);
  }

  @Test
  void reportsADryRunAndDoesNoneWithABrokerThatWouldImport() {
    Map<String, String> environment = Map.of("WARRENCTL_URL", api.url(), "HOME", "/nonexistent");
    String overview = "GET /api/overview?columns=product_name";
    api.on(overview, 200, "{\"product_name\":\"RabbitMQ\"}");
    Run rabbit = Run.with(environment, "{}", "import_definitions", "--dry-run");
    assertThat(api.lines()).containsExactly(overview);
    api.on(overview, 200, "{\"product_name\":\"WarrenMQ\"}");
    Run.of(api, "help");
    api.on(
        "POST /api/definitions?dry_run=true",
        200,
        "{\"applied\":false,\"counts\":{\"queues\":2},\"warnings\":[\"w\"],"
            + "\"refused\":[{\"kind\":\"queue\",\"name\":\"q\",\"reason\":\"no such type\"}]}");
    Run.with(environment, "{}", "import_definitions", "--dry-run"); // the first answer, again

    Run warren = Run.with(environment, "{}", "import_definitions", "--dry-run");

    assertThat(rabbit.exitCode()).isEqualTo(ExitCode.UNAVAILABLE);
    assertThat(rabbit.err()).contains("Nothing was done");
    assertThat(warren.exitCode()).isEqualTo(ExitCode.DATA);
    assertThat(warren.out())
        .contains("Nothing was changed", "queues: 2", "Warning: w")
        .contains("Refused: queue 'q': no such type");
  }

  @Test
  void checksFailWithTheReason() {
    api.on("GET /api/overview?columns=node", 200, "{\"node\":\"n@h\"}");
    api.on(
        "GET /api/nodes?columns=name%2Cmem_alarm%2Cdisk_free_alarm",
        200,
        "[{\"name\":\"n@h\",\"mem_alarm\":true,\"disk_free_alarm\":false},"
            + "{\"name\":\"o@h\",\"mem_alarm\":false,\"disk_free_alarm\":true}]");
    api.on(
        "GET /api/health/checks/virtual-hosts",
        503,
        "{\"status\":\"failed\",\"reason\":\"Some virtual hosts are down\"}");

    Run alarms = Run.of(api, "check_alarms");
    Run local = Run.of(api, "check_local_alarms");
    Run vhosts = Run.of(api, "check_virtual_hosts");

    assertThat(alarms.exitCode()).isEqualTo(ExitCode.UNAVAILABLE);
    assertThat(alarms.err())
        .contains("Memory alarm on node n@h", "Free disk space alarm on node o@h");
    assertThat(local.err()).contains("n@h").doesNotContain("o@h");
    assertThat(vhosts.exitCode()).isEqualTo(ExitCode.UNAVAILABLE);
    assertThat(vhosts.err()).contains("Some virtual hosts are down").hasLineCount(1);
  }

  @Test
  void showsTheEndOfTheLog() {
    api.on("GET /api/overview?columns=node", 200, "{\"node\":\"n@h\"}");
    api.on("GET /api/logs?lines=2", 200, "a\nb\nc \u001b[31m\n");

    Run run = Run.of(api, "log_tail", "-N", "2");

    assertThat(run.out()).isEqualTo("Last 2 log lines on node n@h ...\nb\nc \\033[31m\n");
  }

  @Test
  void closesConnectionsAndSaysHowManyThatWere() {
    api.on(
        "GET /api/vhosts/%2F/connections?columns=name",
        200, "[{\"name\":\"a -> b\"},{\"name\":\"c\"}]");
    api.on("DELETE /api/connections/a%20-%3E%20b", 204, "")
        .on("DELETE /api/connections/c", 404, "{}");

    Run all = Run.of(api, "close_all_connections", "bye");
    Run one = Run.of(api, "close_connection", "c", "bye");

    assertThat(all.out()).endsWith("Closed 1 connections\n");
    assertThat(one.exitCode()).isEqualTo(ExitCode.UNAVAILABLE);
  }

  @Test
  void hashesPasswordsAsDefinitionsHaveThem() {
    Run run = Run.of(api, "hash_password", "secret");

    byte[] hash = Base64.getDecoder().decode(run.out().strip());
    assertThat(hash).hasSize(36);
    assertThat(Run.of(api, "hash_password", "secret").out()).isNotEqualTo(run.out());
  }
}
