package io.warrenmq.server.clients.amqp10;

import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.server.clients.Chromium;
import io.warrenmq.server.clients.PageServer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A page in Chromium, with rhea, and a client of AMQP 0-9-1 at the other side. */
@Tag(Amqp10Test.NOT_RABBITMQ)
@Timeout(value = 90, unit = TimeUnit.SECONDS)
class BrowserIT extends Amqp10Test {
  private static final int BROWSER_SECONDS = 30; // to start, and for what a page does
  private static final Path PAGE = Path.of("src", "test", "clients", "browser", "rhea.html");

  @TempDir Path folder;

  @Test
  void aPageAnswersEachMessage() throws Exception {
    String questions = sharedQueue();
    String answers = sharedQueue();
    String page =
        Files.readString(PAGE)
            .replace("BROKER", broker.amqpOverWebSocket().toString())
            .replace("QUESTIONS", address(questions))
            .replace("ANSWERS", address(answers));
    PageServer pages = closing(new PageServer(page, "rhea/dist/rhea.min.js"));
    URI url = URI.create("http://127.0.0.1:" + pages.port() + "/");

    Chromium browser = closing(Chromium.open(url, folder));

    String told = pages.told().poll(BROWSER_SECONDS, TimeUnit.SECONDS);
    assertThat(told)
        .as("what the page tells; Chromium says:%n%s", browser.log())
        .isEqualTo("ready");
    for (String size : new String[] {"1", "100000"}) {
      String text = "x".repeat(Integer.parseInt(size));
      send(questions, text);
      assertThat(takeBody(answers)).isEqualTo(text);
    }
  }
}
