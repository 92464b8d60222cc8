package io.warrenmq.testkit.trace;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Takes traces by OTLP over HTTP, on a free port of the loopback interface, and keeps them.
 * Thread-safe.
 */
public final class FakeCollector implements AutoCloseable {
  private static final String TRACES_PATH = "/v1/traces";

  private final HttpServer server;
  private final List<CollectedSpan> spans = new CopyOnWriteArrayList<>();
  private final List<Map<String, String>> requests = new CopyOnWriteArrayList<>();
  private volatile int status = 200;

  private FakeCollector(HttpServer server) {
    this.server = server;
  }

  /**
   * Starts it.
   *
   * @throws IOException when there is no port for it
   */
  public static FakeCollector start() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    FakeCollector collector = new FakeCollector(server);
    server.createContext("/", collector::take);
    server.start();
    return collector;
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      if (!exchange.getRequestURI().getPath().equals(TRACES_PATH)) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
      if (status == 200) {
        spans.addAll(TraceRequest.spans(body));
      }
      requests.add(headers);
      exchange.sendResponseHeaders(status, -1);
    }
  }

  /** Its address, without a path. */
  public String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Answers with this status from now on, and keeps only what it answers with 200. */
  public void answerWith(int status) {
    this.status = status;
  }

  /** The headers of each request for traces, in any case; the first of each name. */
  public List<Map<String, String>> requests() {
    return List.copyOf(requests);
  }

  /** What has arrived, in that order. */
  public List<CollectedSpan> spans() {
    return List.copyOf(spans);
  }

  /** Takes no more, and frees the port. */
  @Override
  public void close() {
    server.stop(0);
  }
}
