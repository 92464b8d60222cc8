package io.warrenmq.management.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.warrenmq.management.http.Request;
import io.warrenmq.management.http.Response;
import io.warrenmq.testkit.wire.FakeTransport;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PagesTest {
  @TempDir Path folder;
  private Path shown;
  private Pages pages;

  @BeforeEach
  void write() throws IOException {
    shown = Files.createDirectories(folder.resolve("shown"));
    write("chat/index.html", "<p>chat</p>");
    write("chat/chat.js", "chat()");
    write("a & b/<x>.html", "odd");
    write(".hidden", "secret");
    write("chat/.git/config", "secret");
    Files.writeString(folder.resolve("outside.html"), "secret");
    Files.createSymbolicLink(shown.resolve("link.html"), folder.resolve("outside.html"));
    pages = Pages.of(PageFolder.read(shown, "/examples/"));
  }

  private void write(String name, String content) throws IOException {
    Path file = shown.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  @ParameterizedTest
  @CsvSource({
    "/examples/chat/, text/html; charset=utf-8, <p>chat</p>",
    "/examples/chat/index.html, text/html; charset=utf-8, <p>chat</p>",
    "/examples/chat/chat.js, text/javascript; charset=utf-8, chat()",
    "/examples/a & b/<x>.html, text/html; charset=utf-8, odd",
  })
  void showsFilesAndFolders(String path, String type, String content) {
    Response response = get(path);

    assertThat(response.status().code()).isEqualTo(200);
    assertThat(response.headers().get("content-type")).isEqualTo(type);
    assertThat(response.headers().get("x-content-type-options")).isEqualTo("nosniff");
    assertThat(text(response)).isEqualTo(content);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/examples/../outside.html",
        "/examples/chat/../../../outside.html",
        "/examples/link.html",
        "/examples/.hidden",
        "/examples/chat/.git/config",
        "/examples//chat/chat.js",
        "/examples/chat/chat.js/",
        "/examples/chat\\chat.js",
        "/examples/chat/chat.js\0",
        "/chat/chat.js",
        "/examples",
        "//",
      })
  void showsNothingElse(String path) {
    assertThat(get(path).status().code()).isEqualTo(404);
  }

  @Test
  void sendsWhoForgetsTheSlashToTheFolder() {
    Response response = get("/examples/chat");

    assertThat(response.status().code()).isEqualTo(301);
    assertThat(response.headers().get("location")).isEqualTo("/examples/chat/");
  }

  @Test
  void listsThePagesThereAre() {
    assertThat(text(get("/")))
        .contains("<a href=\"/examples/chat/\">/examples/chat/</a>")
        .contains(
            "<a href=\"/examples/a%20&amp;%20b/%3Cx%3E.html\">/examples/a &amp; b/&lt;x>.html</a>")
        .doesNotContain("chat.js");
  }

  @Test
  void saysHowPagesAreHadWhereThereAreNone() {
    assertThat(text(answer(Pages.of(Map.of()), "GET", "/", null)))
        .contains("warren.examples.enabled = true");
  }

  @ParameterizedTest
  @CsvSource({"%s", "W/%s", "'\"x\", %s'", "*"})
  void tellsWhoHasItThatItHasNotChanged(String known) {
    String tag = get("/examples/chat/").headers().get("etag");
    String shown = known.formatted(tag);

    Response response = answer(pages, "GET", "/examples/chat/", shown);

    assertThat(response.status().code()).isEqualTo(304);
    assertThat(response.body()).isEmpty();
    assertThat(response.headers().get("etag")).isEqualTo(tag);
    assertThat(answer(pages, "GET", "/examples/chat/chat.js", shown).status().code())
        .isEqualTo(known.equals("*") ? 304 : 200);
  }

  @Test
  void compressesTextForWhoTakesIt() throws IOException {
    String code = "chat();\n".repeat(1000);
    write("chat/long.js", code);
    pages = Pages.of(PageFolder.read(shown, "/"));

    Response plain = get("/chat/long.js", Map.of());
    Response compressed = get("/chat/long.js", Map.of("accept-encoding", "br, gzip;q=0.5"));

    assertThat(plain.headers().get("content-encoding")).isNull();
    assertThat(plain.headers().get("vary")).isEqualTo("accept-encoding");
    assertThat(text(plain)).isEqualTo(code);
    assertThat(compressed.headers().get("content-encoding")).isEqualTo("gzip");
    assertThat(compressed.headers().get("vary")).isEqualTo("accept-encoding");
    assertThat(compressed.headers().get("content-type"))
        .isEqualTo("text/javascript; charset=utf-8");
    assertThat(compressed.headers().get("etag")).isEqualTo("W/" + plain.headers().get("etag"));
    assertThat(compressed.body()).hasSizeLessThan(code.length() / 10);
    assertThat(unpacked(compressed.body())).isEqualTo(code);
    assertThat(
            get(
                    "/chat/long.js",
                    Map.of(
                        "accept-encoding",
                        "gzip",
                        "if-none-match",
                        compressed.headers().get("etag")))
                .status()
                .code())
        .isEqualTo(304);
  }

  @ParameterizedTest
  @CsvSource({"chat/chat.js, 8", "picture.png, 4096", "large.txt, 1048577"})
  void leavesWhatIsShortOrCompressedOrLargeAsItIs(String name, int bytes) throws IOException {
    Path file = shown.resolve(name);
    Files.write(file, new byte[bytes]);
    pages = Pages.of(PageFolder.read(shown, "/"));

    Response response = get("/" + name, Map.of("accept-encoding", "gzip"));

    assertThat(response.headers().get("content-encoding")).isNull();
    assertThat(response.headers().get("vary")).isNull();
    assertThat(response.body()).hasSize(bytes);
  }

  private static String unpacked(byte[] compressed) throws IOException {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void isOnlyRead() {
    Response response = answer(pages, "POST", "/examples/chat/", null);

    assertThat(response.status().code()).isEqualTo(405);
    assertThat(response.headers().get("allow")).isEqualTo("GET, HEAD");
  }

  @Test
  void boundsHowMuchThereIs() throws IOException {
    for (int i = 0; i < PageFolder.FILES_MAX; i++) {
      write("many/" + i, "");
    }

    assertThatThrownBy(() -> PageFolder.read(shown, "/"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("more than 1000 files");
  }

  @Test
  void boundsHowLargeItIs() throws IOException {
    Files.write(shown.resolve("large"), new byte[PageFolder.BYTES_MAX + 1]);

    assertThatThrownBy(() -> PageFolder.read(shown, "/")).hasMessageContaining("bytes");
  }

  @Test
  void needsAFolder() {
    assertThatThrownBy(() -> PageFolder.read(folder.resolve("outside.html"), "/"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("there is no folder");
  }

  private Response get(String path) {
    return answer(pages, "GET", path, null);
  }

  private static Response answer(Pages pages, String method, String path, @Nullable String known) {
    return answerTo(pages, method, path, known == null ? Map.of() : Map.of("if-none-match", known));
  }

  private Response get(String path, Map<String, String> headers) {
    return answerTo(pages, "GET", path, headers);
  }

  private static Response answerTo(
      Pages pages, String method, String path, Map<String, String> sent) {
    FakeTransport transport = new FakeTransport();
    DefaultHttpHeaders headers = new DefaultHttpHeaders();
    sent.forEach(headers::set);
    return pages
        .admit(
            new Request(method, path, path, Map.of(), headers, transport.info(), transport.loop()))
        .result()
        .answer(new byte[0])
        .result();
  }

  private static String text(Response response) {
    return new String(response.body(), StandardCharsets.UTF_8);
  }
}
