package io.warrenmq.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * bin/warren-server and bin/warrenctl, with Java runtimes that only print what they were called
 * with, an argument a line.
 */
class LauncherTest {
  private static final Path SOURCES = Path.of("src/main/dist");

  @TempDir Path folder;
  private Path dist;

  @BeforeEach
  void makeDistribution() throws IOException {
    dist = Files.createDirectories(folder.resolve("a dist"));
    Files.createDirectories(dist.resolve("bin"));
    Files.createDirectories(dist.resolve("lib"));
    Files.createDirectories(dist.resolve("cache"));
    Files.createFile(dist.resolve("lib/warrenmq-server-1.jar"));
    Files.createFile(dist.resolve("lib/warrenmq-cli-1.jar"));
    for (String file : List.of("bin/warren-server", "bin/warrenctl", "lib/launcher.sh")) {
      Files.copy(SOURCES.resolve(file), dist.resolve(file));
    }
  }

  @Test
  void takesTheNewestRuntimeItFinds() throws Exception {
    Path home = runtime("98.1.9");
    Path onPath = runtime("98.1.10");

    Result result =
        launch(
            Map.of("JAVA_HOME", home.toString(), "PATH", onPath.resolve("bin") + ":/usr/bin:/bin"));

    assertThat(result.lines()).startsWith("java 98.1.10");
  }

  @Test
  void takesTheRuntimeItIsTold() throws Exception {
    Path told = runtime("17.0.1");
    Path newer = runtime("99");

    Result result =
        launch(Map.of("WARREN_JAVA_HOME", told.toString(), "JAVA_HOME", newer.toString()));

    assertThat(result.lines()).startsWith("java 17.0.1");
  }

  @Test
  void refusesRuntimesThatAreTooOldAndSaysWhatItFound() throws Exception {
    Result result = launch(Map.of("WARREN_JAVA_HOME", runtime("11.0.2").toString()));

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.output()).contains("Java 17 or later is needed", "11.0.2");
  }

  @Test
  void readsVersionsOfEarlyAndOldReleases() throws Exception {
    assertThat(launch(told("99-ea")).lines()).startsWith("java 99-ea");
    assertThat(launch(told("1.8.0_292")).exitCode()).isEqualTo(1);
  }

  @Test
  void handsItsArgumentsOnAsTheyAre() throws Exception {
    Result result = launch(told("17.0.1"), "--set", "a = b *", "--config", "");

    assertThat(result.lines())
        .endsWith("io.warrenmq.server.Main", "--set", "a = b *", "--config", "");
  }

  @Test
  void letsTheUsersJavaOptionsWin() throws Exception {
    Map<String, String> environment =
        Map.of(
            "WARREN_JAVA_HOME", runtime("17.0.1").toString(), "WARREN_JAVA_OPTS", "-Xmx1g -Da=*");

    List<String> lines = launch(environment).lines();

    assertThat(lines).containsSubsequence("-XX:MaxRAMPercentage=40", "-Xmx1g", "-Da=*", "-cp");
  }

  @Test
  void opensNativeAccessWhereTheRuntimeAsksForIt() throws Exception {
    assertThat(launch(told("17.0.1")).output()).doesNotContain("native-access", "sun-misc");
    assertThat(launch(told("22")).output()).contains("native-access").doesNotContain("sun-misc");
    assertThat(launch(told("25.0.3")).output()).contains("native-access", "sun-misc");
  }

  @Test
  void usesAnArchiveOfClassesOnJava17OnlyWhereThereIsOne() throws Exception {
    Map<String, String> environment = told("17.0.1");

    assertThat(launch(environment).output()).doesNotContain("SharedArchiveFile");

    Path archive = Files.writeString(dist.resolve("cache/classes-17.0.1.jsa"), "classes");
    assertThat(launch(environment).lines()).contains("-XX:SharedArchiveFile=" + archive);
  }

  @Test
  void letsNewerRuntimesMakeTheArchive() throws Exception {
    Path archive = Files.createFile(dist.resolve("cache/classes-25.0.3.jsa"));

    Result result = launch(told("25.0.3"));

    assertThat(result.lines())
        .contains("-XX:+AutoCreateSharedArchive", "-XX:SharedArchiveFile=" + archive);
    assertThat(archive).as("an empty archive, which the runtime would keep").doesNotExist();
  }

  @Test
  void findsItsDistributionThroughSymbolicLinks() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("link"), dist.resolve("bin/warren-server"));

    Result result = run(told("17.0.1"), link.toString());

    assertThat(result.lines()).contains("-Dwarren.home=" + dist.toRealPath());
  }

  @Test
  void namesWhatAnIncompleteDistributionLacks() throws Exception {
    Files.delete(dist.resolve("lib/warrenmq-server-1.jar"));

    Result result = launch(told("17.0.1"));

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.output()).contains("no warrenmq-server jar");
  }

  @Test
  void explainsItselfWithoutJava() throws Exception {
    Result result = launch(Map.of("WARREN_JAVA_HOME", "/nowhere"), "--help");

    assertThat(result.exitCode()).isZero();
    assertThat(result.output()).contains("--config FILE", "--data-dir DIR", "--set KEY=VALUE");
  }

  @Test
  void hasTheToolOnTheSameRuntimeWithItsArgumentsAsTheyAre() throws Exception {
    Result result =
        run(told("17.0.1"), dist.resolve("bin/warrenctl").toString(), "store", "check", "a b");

    assertThat(result.lines())
        .startsWith("java 17.0.1")
        .contains("-Dwarren.home=" + dist.toRealPath())
        .endsWith("io.warrenmq.server.cli.Warrenctl", "store", "check", "a b");
  }

  @Test
  void theToolWithoutRuntimeHasNotFoundAnythingWrong() throws Exception {
    Result result =
        run(
            Map.of("WARREN_JAVA_HOME", "/nowhere"),
            dist.resolve("bin/warrenctl").toString(),
            "store");

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.output()).startsWith("warrenctl: WARREN_JAVA_HOME is /nowhere");
  }

  @Test
  void theClientOfTheApiHasItsOwnJarAndAShortLife() throws Exception {
    Result result =
        run(
            told("25.0.3"),
            dist.resolve("bin/warrenctl").toString(),
            "list_queues",
            "-p",
            "a *b",
            "");

    assertThat(result.lines())
        .contains("-XX:TieredStopAtLevel=1", "-XX:+AutoCreateSharedArchive")
        .contains("-XX:SharedArchiveFile=" + dist.toRealPath() + "/cache/warrenctl-25.0.3.jsa")
        .containsSubsequence("-cp", dist.toRealPath() + "/lib/warrenmq-cli-1.jar")
        .endsWith("io.warrenmq.cli.Warrenctl", "list_queues", "-p", "a *b", "");
  }

  @Test
  void theArchiveOfTheClientIsNotMadeByWhatLoadsLittle() throws Exception {
    String warrenctl = dist.resolve("bin/warrenctl").toString();

    assertThat(run(told("25.0.3"), warrenctl, "--help").output()).doesNotContain("SharedArchive");
    assertThat(run(told("25.0.3"), warrenctl).output()).doesNotContain("SharedArchive");

    Path archive = Files.writeString(dist.resolve("cache/warrenctl-25.0.3.jsa"), "classes");
    assertThat(run(told("25.0.3"), warrenctl, "--help").lines())
        .contains("-XX:SharedArchiveFile=" + archive.toRealPath())
        .doesNotContain("-XX:+AutoCreateSharedArchive");
  }

  @Test
  void theLoadGeneratorGetsTheWholeCompiler() throws Exception {
    Result result = run(told("25.0.3"), dist.resolve("bin/warrenctl").toString(), "perf");

    assertThat(result.output()).contains("native-access").doesNotContain("TieredStopAtLevel");
  }

  @Test
  void theClientWithoutRuntimeIsUnavailable() throws Exception {
    Result result =
        run(
            Map.of("WARREN_JAVA_HOME", "/nowhere"),
            dist.resolve("bin/warrenctl").toString(),
            "list_queues");

    assertThat(result.exitCode()).isEqualTo(69);
  }

  private Map<String, String> told(String version) throws IOException {
    return Map.of("WARREN_JAVA_HOME", runtime(version).toString());
  }

  /** A folder that looks like a Java runtime of this version. */
  private Path runtime(String version) throws IOException {
    Path home = folder.resolve("jdk " + version);
    Files.createDirectories(home.resolve("bin"));
    Files.writeString(
        home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + '"');
    Path java = home.resolve("bin/java");
    Files.writeString(java, "#!/bin/sh\nprintf '%s\\n' 'java " + version + "' \"$@\"\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    return home;
  }

  private Result launch(Map<String, String> environment, String... arguments) throws Exception {
    return run(environment, dist.resolve("bin/warren-server").toString(), arguments);
  }

  private Result run(Map<String, String> environment, String script, String... arguments)
      throws Exception {
    ProcessBuilder builder = new ProcessBuilder("/bin/sh", script);
    builder.command().addAll(List.of(arguments));
    builder.environment().clear();
    builder.environment().put("PATH", "/usr/bin:/bin");
    builder.environment().putAll(environment);
    Process process = builder.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes());
    return new Result(process.waitFor(), output);
  }

  private record Result(int exitCode, String output) {
    List<String> lines() {
      return output.lines().toList();
    }
  }
}
