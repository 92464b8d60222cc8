package io.warrenmq.cli.command;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An HTTP API that gives the answers it was told, and remembers what it was asked. */
final class FakeApi implements AutoCloseable {
  /** A request: method and path with the query, as they came, and its body. */
  record Request(String line, String body, String authorization) {}

  private record Answer(int status, String body) {}

  private final HttpServer server;
  private final Map<String, Deque<Answer>> answers = Collections.synchronizedMap(new HashMap<>());
  private final List<Request> requests = Collections.synchronizedList(new ArrayList<>());

  FakeApi() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Answers the next request of this line so; the last answer stays. */
  FakeApi on(String line, int status, String body) {
    answers.computeIfAbsent(line, key -> new ArrayDeque<>()).add(new Answer(status, body));
    return this;
  }

  List<Request> requests() {
    return List.copyOf(requests);
  }

  List<String> lines() {
    return requests().stream().map(Request::line).toList();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange;
        InputStream in = exchange.getRequestBody()) {
      String line = exchange.getRequestMethod() + " " + exchange.getRequestURI();
      String body = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      String authorization = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
      requests.add(new Request(line, body, authorization));
      Deque<Answer> left = answers.getOrDefault(line, new ArrayDeque<>());
      Answer answer =
          left.size() > 1
              ? left.removeFirst()
              : left.isEmpty() ? new Answer(599, "not expected: " + line) : left.getFirst();
      byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
      boolean isEmpty = bytes.length == 0;
      exchange.sendResponseHeaders(answer.status(), isEmpty ? -1 : bytes.length);
      if (!isEmpty) {
        try (OutputStream out = exchange.getResponseBody()) {
          out.write(bytes);
        }
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
