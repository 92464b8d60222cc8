package io.warrenmq.core.session;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.warrenmq.api.loop.Loop;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Looks at the sessions of many connections, each on its loop, some in a turn, so that messages are
 * not held up. Used once.
 */
public final class SessionSurvey {
  private static final int CONNECTIONS_A_TURN = 200;

  private final Loop loop;
  private final List<ClientConnection> connections = new ArrayList<>();
  private final List<SessionStatus> found = new ArrayList<>();
  private final Promise<List<SessionStatus>> done = Promise.promise();
  private int next;

  private SessionSurvey(Loop loop) {
    this.loop = loop;
  }

  /** The sessions of these connections. Any thread; completes on a loop. */
  public static Future<List<SessionStatus>> of(Collection<ClientConnection> connections) {
    Map<Loop, SessionSurvey> byLoop = new LinkedHashMap<>();
    for (ClientConnection connection : connections) {
      byLoop
          .computeIfAbsent(connection.request().loop(), SessionSurvey::new)
          .connections
          .add(connection);
    }
    List<Future<List<SessionStatus>>> parts = new ArrayList<>();
    for (SessionSurvey part : byLoop.values()) {
      part.loop.execute(part::look);
      parts.add(part.done.future());
    }
    return Future.all(parts)
        .map(
            all -> {
              List<SessionStatus> together = new ArrayList<>();
              parts.forEach(part -> together.addAll(part.result()));
              return together;
            });
  }

  private void look() {
    int end = Math.min(next + CONNECTIONS_A_TURN, connections.size());
    while (next < end) {
      found.addAll(connections.get(next++).sessionStatuses());
    }
    if (next < connections.size()) {
      loop.execute(this::look);
    } else {
      done.complete(found);
    }
  }
}
