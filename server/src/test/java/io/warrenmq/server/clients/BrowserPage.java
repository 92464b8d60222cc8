package io.warrenmq.server.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A page in Chromium that a test looks at and works with, by Chromium's DevTools protocol. What is
 * evaluated so does not count as the page's own for its Content-Security-Policy. For one thread.
 */
public final class BrowserPage implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30); // a busy machine's browser

  private final BlockingQueue<JsonObject> answers = new LinkedBlockingQueue<>();
  private final Chromium chromium;
  private final WebSocket socket;
  private final List<String> complaints = new ArrayList<>();
  private int lastId;

  BrowserPage(Chromium chromium, URI debugger) {
    this.chromium = chromium;
    this.socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(debugger, new Answers(answers))
            .join();
  }

  /** Gathers the texts that come, which may be in parts. */
  private static final class Answers implements WebSocket.Listener {
    private final BlockingQueue<JsonObject> answers;
    private final StringBuilder text = new StringBuilder();

    Answers(BlockingQueue<JsonObject> answers) {
      this.answers = answers;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        answers.add(new JsonObject(text.toString()));
        text.setLength(0);
      }
      socket.request(1);
      return null;
    }
  }

  /** The value of an expression in the page, awaited if it is a promise. */
  public @Nullable Object evaluate(String expression) throws Exception {
    JsonObject result =
        call(
            "Runtime.evaluate",
            new JsonObject()
                .put("expression", expression)
                .put("returnByValue", true)
                .put("awaitPromise", true));
    assertThat(result.getJsonObject("exceptionDetails")).as(expression).isNull();
    return result.getJsonObject("result").getValue("value");
  }

  /** Waits until an expression is true. */
  public void await(String expression) throws Exception {
    try {
      Awaitility.await()
          .alias(expression)
          .atMost(PATIENCE)
          .until(() -> Boolean.TRUE.equals(evaluate(expression)));
    } catch (ConditionTimeoutException e) {
      throw new AssertionError(
          "%s%nThe page shows:%n%s%nChromium says:%n%s"
              .formatted(e.getMessage(), evaluate("document.body.innerText"), chromium.log()),
          e);
    }
  }

  /** What failed in the page so far, and what it wanted and its policy forbids. */
  public List<String> complaints() throws Exception {
    call("Log.enable", new JsonObject()); // Both tell first what they have kept.
    call("Runtime.enable", new JsonObject());
    evaluate("undefined");
    return complaints;
  }

  private JsonObject call(String method, JsonObject params) throws Exception {
    int id = ++lastId;
    JsonObject command = new JsonObject().put("id", id).put("method", method).put("params", params);
    socket.sendText(command.encode(), true).join();
    while (true) {
      JsonObject answer = answers.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      assertThat(answer).as("answer to %s; Chromium says:%n%s", method, chromium.log()).isNotNull();
      if (Integer.valueOf(id).equals(answer.getInteger("id"))) {
        return answer.getJsonObject("result");
      }
      onEvent(answer.getString("method"), answer.getJsonObject("params"));
    }
  }

  private void onEvent(String method, JsonObject params) {
    if (method.equals("Runtime.exceptionThrown")) {
      complaints.add(params.encode());
    } else if (method.equals("Log.entryAdded")
        && params.getJsonObject("entry").getString("source").equals("security")) {
      complaints.add(params.encode());
    }
  }

  /** Closes the page, as its user does. */
  @Override
  public void close() throws Exception {
    call("Page.close", new JsonObject());
    socket.abort();
  }
}
