package io.warrenmq.server.clients;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Serves one page at {@code /}, a library of npm's by its file's name, and takes what the page
 * tells by POST to {@code /told}. On a free port. Thread-safe.
 */
public final class PageServer implements AutoCloseable {
  private static final Path NODE_MODULES = Path.of("target", "node", "node_modules");

  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
  private final HttpServer server;

  /** Serves {@code page} and a {@code script} of {@code node_modules}. */
  public PageServer(String page, String script) throws IOException {
    Path file = NODE_MODULES.resolve(script);
    if (!Files.exists(file)) {
      throw new AssertionError("there is no " + file + ": run make test, which installs it");
    }
    byte[] library = Files.readAllBytes(file);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", exchange -> send(exchange, "text/html", page.getBytes(UTF_8)));
    server.createContext(
        "/" + file.getFileName(), exchange -> send(exchange, "text/javascript", library));
    server.createContext("/told", this::onTold);
    server.start();
  }

  private static void send(HttpExchange exchange, String type, byte[] body) throws IOException {
    exchange.getResponseHeaders().add("content-type", type + "; charset=utf-8");
    exchange.sendResponseHeaders(200, body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  private void onTold(HttpExchange exchange) throws IOException {
    told.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
    exchange.sendResponseHeaders(204, -1);
    exchange.close();
  }

  public int port() {
    return server.getAddress().getPort();
  }

  /** What the page has told and nobody has taken. */
  public BlockingQueue<String> told() {
    return told;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
