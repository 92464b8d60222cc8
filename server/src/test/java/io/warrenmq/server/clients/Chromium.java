package io.warrenmq.server.clients;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A Chromium without a window that shows pages, until it is closed. */
public final class Chromium implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30); // to start on a busy machine
  private static final URI NO_PAGE = URI.create("about:blank");
  private static final Pattern DEBUGGER =
      Pattern.compile("DevTools listening on ws://([^/]+)/devtools/");

  private final Process process;
  private final Path log;

  private Chromium(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** Shows nothing yet: see {@link #openPage}. */
  public static Chromium open(Path folder) throws IOException {
    return open(NO_PAGE, folder);
  }

  /** Opens a page; {@code folder}, of a short name, takes the browser's files. */
  public static Chromium open(URI page, Path folder) throws IOException {
    Path profile = Files.createTempDirectory(folder, "profile");
    List<String> command =
        List.of(
            "chromium",
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-background-networking",
            "--disable-component-update",
            "--no-first-run",
            "--enable-logging=stderr",
            "--remote-debugging-port=0",
            "--user-data-dir=" + profile,
            page.toString());
    Path log = profile.resolve("log");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().put("TMPDIR", folder.toString()); // of what it leaves when it is ended
    try {
      return new Chromium(builder.start(), log);
    } catch (IOException e) {
      throw new AssertionError(
          "cannot run chromium: run make test, which installs it (Debian: apt-get install chromium)",
          e);
    }
  }

  /** Opens another page, with which the test can work. */
  public BrowserPage openPage(URI page) throws Exception {
    String escaped = page.toString().replace("#", "%23");
    URI opens = URI.create("http://" + debugger() + "/json/new?" + escaped);
    HttpRequest request = HttpRequest.newBuilder(opens).PUT(BodyPublishers.noBody()).build();
    String opened = HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    return new BrowserPage(
        this, URI.create(new JsonObject(opened).getString("webSocketDebuggerUrl")));
  }

  /** Where it takes orders: it says so once it has started. */
  private String debugger() {
    return Awaitility.await()
        .alias("Chromium starts")
        .atMost(PATIENCE)
        .until(() -> DEBUGGER.matcher(log()), Matcher::find)
        .group(1);
  }

  /** What it has said so far, the page's errors among it. */
  public String log() throws IOException {
    return Files.readString(log);
  }

  /** Ends it with all its processes. */
  @Override
  public void close() {
    List<ProcessHandle> all =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(one -> one.onExit().join());
  }
}
