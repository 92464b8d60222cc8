package io.warrenmq.management.api;

import io.vertx.core.Future;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.loop.TimerHandle;
import io.warrenmq.management.http.LiveBody;
import io.warrenmq.management.http.Response;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An answer given anew and anew, as server-sent events: each time it has changed. A client that
 * does not read is not asked for; one whose login has ended, or whose thing has gone, is let go
 * with an event {@code error}. Confined to the connection's loop.
 * https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
final class EventStream implements LiveBody {
  // So that proxies and browsers see that the connection lives.
  private static final int SILENT_ROUNDS_MAX = 3;

  private final Loop loop;
  private final long intervalMs;
  private final Supplier<Future<Response>> again;

  private byte[] shown;
  private int silentRounds;
  private @Nullable Sink sink;
  private @Nullable TimerHandle timer;

  /**
   * Creates it.
   *
   * @param first the answer of now
   * @param intervalMs how long it is until it is asked for anew, in milliseconds
   * @param again asks anew; completes on the loop, with a refusal when it is over
   */
  EventStream(Loop loop, byte[] first, long intervalMs, Supplier<Future<Response>> again) {
    this.loop = loop;
    this.shown = first;
    this.intervalMs = intervalMs;
    this.again = again;
  }

  @Override
  public void onOpen(Sink out) {
    sink = out;
    out.write(event("", shown));
    timer = loop.schedule(intervalMs, this::ask);
  }

  private void ask() {
    Sink out = sink;
    if (out == null) {
      return;
    } else if (out.isWritable()) {
      again.get().onSuccess(this::show).onFailure(bug -> out.end());
    } else {
      timer = loop.schedule(intervalMs, this::ask);
    }
  }

  private void show(Response response) {
    Sink out = sink;
    if (out == null) {
      return;
    } else if (response.status().code() != 200) {
      out.write(event("event: error\n", response.body()));
      out.end();
      return;
    }
    if (!Arrays.equals(shown, response.body())) {
      shown = response.body();
      silentRounds = 0;
      out.write(event("", shown));
    } else if (++silentRounds >= SILENT_ROUNDS_MAX) {
      silentRounds = 0;
      out.write(": nothing new\n\n".getBytes(StandardCharsets.US_ASCII));
    }
    timer = loop.schedule(intervalMs, this::ask);
  }

  /** JSON has no line ends. */
  private static byte[] event(String field, byte[] json) {
    byte[] before = (field + "data: ").getBytes(StandardCharsets.US_ASCII);
    byte[] event = Arrays.copyOf(before, before.length + json.length + 2);
    System.arraycopy(json, 0, event, before.length, json.length);
    event[event.length - 2] = '\n';
    event[event.length - 1] = '\n';
    return event;
  }

  @Override
  public void onClosed() {
    sink = null;
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }
}
