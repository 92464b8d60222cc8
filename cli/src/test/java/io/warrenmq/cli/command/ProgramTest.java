package io.warrenmq.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.cli.exit.ExitCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramTest {
  private static final String QUEUES = "GET /api/queues/%2F?columns=name%2Cmessages%2Cstate%2Cnode";

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

  @Test
  void takesOptionsOfAllBeforeAndAfterTheCommand() {
    api.on("GET /api/queues/a%2Fb?columns=name%2Cstate%2Cnode", 200, "[{\"name\":\"q\"}]");

    Run before = Run.of(api, "-q", "-p", "a/b", "-t", "5", "list_queues", "name");
    Run after = Run.of(api, "list_queues", "--vhost=a/b", "name", "--quiet");

    assertThat(before.out()).isEqualTo("name\nq\n");
    assertThat(after.out()).isEqualTo("name\nq\n");
  }

  @Test
  void listUserLimitsKeepsItsOwnOptionUser() {
    api.on("GET /api/user-limits/bob", 200, "[]");

    Run run = Run.of(api, "list_user_limits", "--user", "bob", "--username", "alice");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(login(api.requests().get(0))).isEqualTo("alice:guest");
  }

  private static String login(FakeApi.Request request) {
    byte[] login = Base64.getDecoder().decode(request.authorization().substring("Basic ".length()));
    return new String(login, StandardCharsets.UTF_8);
  }

  @Test
  void readsThePasswordFromAFile() throws IOException {
    Path file = Files.writeString(folder.resolve("pw"), "s3cret\nmore\n");
    api.on(QUEUES, 200, "[]");

    Run.of(api, "list_queues", "-u", "bob", "--password-file", file.toString());

    assertThat(login(api.requests().get(0))).isEqualTo("bob:s3cret");
  }

  @Test
  void neverPrintsThePassword() {
    api.on(QUEUES, 401, "{\"error\":\"not_authorized\",\"reason\":\"Not_Authorized\"}");

    Run run = Run.of(api, "list_queues", "--password", "s3cret");

    assertThat(run.out() + run.err()).doesNotContain("s3cret");
    assertThat(run.exitCode()).isEqualTo(ExitCode.NO_PERMISSION);
    assertThat(run.err())
        .startsWith("Error: GET /api/queues/%2F?columns=")
        .contains("as guest was answered with 401: Not_Authorized.", "--password")
        .hasLineCount(1);
  }

  @Test
  void tellsNobodyListensFromNobodyAnswers() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
      Run silent = at(port, "list_queues", "--timeout", "1");
      assertThat(silent.exitCode()).isEqualTo(ExitCode.TEMPORARY);
      assertThat(silent.err()).contains("was not answered within 1 s", "--timeout").hasLineCount(1);
    }
    Run gone = at(port, "list_queues");

    assertThat(gone.exitCode()).isEqualTo(ExitCode.UNAVAILABLE);
    assertThat(gone.err()).contains("found nobody there", "15672").hasLineCount(1);
  }

  private static Run at(int port, String... arguments) {
    return Run.with(
        Map.of("WARRENCTL_URL", "http://127.0.0.1:" + port, "HOME", "/nonexistent"), "", arguments);
  }

  @Test
  void mapsRefusalsToExitCodes() {
    int[][] codes = {
      {400, ExitCode.DATA},
      {403, ExitCode.NO_PERMISSION},
      {405, ExitCode.UNAVAILABLE},
      {500, ExitCode.SOFTWARE},
      {503, ExitCode.UNAVAILABLE},
      {504, ExitCode.TEMPORARY}
    };
    for (int[] code : codes) {
      try (FakeApi one = new FakeApi()) {
        one.on("GET /api/connections?columns=name", code[0], "{\"reason\":\"said\\n\\nso\"}");
        Run run = Run.of(one, "list_connections", "name");
        assertThat(run.exitCode()).isEqualTo(code[1]);
        assertThat(run.err()).contains(code[0] + ": said so.").hasLineCount(1);
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
  }

  @Test
  void refusesAnswersThatAreNoJson() {
    api.on(QUEUES, 200, "<html>");

    Run run = Run.of(api, "list_queues");

    assertThat(run.exitCode()).isEqualTo(ExitCode.UNAVAILABLE);
    assertThat(run.err()).contains("not JSON", "--url").hasLineCount(1);
  }

  @Test
  void namesTheNearestColumnAndCommand() {
    Run column = Run.of(api, "list_queues", "nmae");
    Run command = Run.of(api, "list_quues");
    Run erlang = Run.of(api, "eval", "1.");

    assertThat(column.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(column.err()).contains("Did you mean 'name'?").hasLineCount(1);
    assertThat(command.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(command.err()).contains("Did you mean 'list_queues'?").hasLineCount(1);
    assertThat(erlang.err()).contains("needs Erlang");
    assertThat(api.requests()).isEmpty();
  }

  @Test
  void saysInALineWhatIsWrongWithArguments() {
    Run missing = Run.of(api, "set_permissions", "bob");
    Run unknown = Run.of(api, "list_users", "--bogus");
    Run format = Run.of(api, "list_users", "--formatter", "xml");

    assertThat(missing.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(missing.err())
        .startsWith("Error (argument validation): Missing required parameters")
        .contains("Usage: warrenctl set_permissions [OPTIONS] USER CONFIGURE WRITE READ")
        .hasLineCount(1);
    assertThat(unknown.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(format.exitCode()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void takesArgumentsAsTheyAre() {
    api.on("GET /api/users/@file", 404, "{}").on("GET /api/users/%40file", 404, "{}");
    api.on("PUT /api/users/%40file", 201, "");

    Run run = Run.of(api, "add_user", "@file", "a b${c}");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(api.requests().get(1).body()).isEqualTo("{\"password\":\"a b${c}\",\"tags\":\"\"}");
  }

  @Test
  void readsPasswordsFromStandardInput() {
    api.on("GET /api/users/bob", 404, "{}").on("PUT /api/users/bob", 201, "");

    Run run =
        Run.with(
            Map.of("WARRENCTL_URL", api.url(), "HOME", "/nonexistent"), "pw\n", "add_user", "bob");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(api.requests().get(1).body()).contains("\"password\":\"pw\"");
  }

  @Test
  void explainsEveryCommandAndCompletesThem() {
    for (CommandTable.Entry entry : CommandTable.all()) {
      Run help = Run.of(api, "help", entry.name());
      assertThat(help.exitCode()).as(entry.name()).isZero();
      assertThat(help.out()).as(entry.name()).contains(entry.summary());
    }
    Run all = Run.of(api, "help");
    Run none = Run.of(api);
    Run completion = Run.of(api, "completion", "bash");
    Run fish = Run.of(api, "completion", "fish");

    assertThat(all.out()).contains("list_queues", "perf", "store");
    assertThat(Run.of(api, "--help").out()).isEqualTo(all.out());
    assertThat(Run.of(api, "list_queues", "--help").out()).contains("COLUMN", "--vhost");
    assertThat(none.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(Run.of(api, "version").out()).isEqualTo("1.2.3\n");
    assertThat(Run.of(api, "--version").out()).isEqualTo("WarrenMQ 1.2.3\n");
    assertThat(completion.out()).contains("_complete_warrenctl", "list_queues", "--formatter");
    assertThat(fish.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(Run.of(api, "-q", "store", "check").exitCode()).isEqualTo(ExitCode.USAGE);
  }
}
