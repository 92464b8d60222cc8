package io.warrenmq.management.prometheus;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.core.Future;
import io.warrenmq.api.auth.Principal;
import io.warrenmq.api.broker.BrokerConnection;
import io.warrenmq.api.broker.ConnectionRequest;
import io.warrenmq.api.broker.VhostAccess;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.resource.Arguments;
import io.warrenmq.api.resource.BindingDeclaration;
import io.warrenmq.api.resource.QueueDeclaration;
import io.warrenmq.api.transport.Traffic;
import io.warrenmq.api.transport.TransportInfo;
import io.warrenmq.core.broker.Broker;
import io.warrenmq.core.session.NobodyThere;
import io.warrenmq.management.ApiBench;
import io.warrenmq.management.api.LoginSessions;
import io.warrenmq.management.api.RequestAuth;
import io.warrenmq.management.http.Request;
import io.warrenmq.management.http.Response;
import io.warrenmq.testkit.loop.SimulatedLoops;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.Set;

/** The pages before a broker in memory, without sockets. For the test's thread. */
final class MetricsBench implements AutoCloseable {
  private final ApiBench bench = ApiBench.start();
  private final JavaMetrics java = new JavaMetrics();
  private final Scraper scraper = new Scraper(bench.broker(), bench.loops().thread(), java);
  private final BrokerConnection internal =
      bench.await(() -> broker().access().openInternal(bench.loops().loop(0), "/"));
  private MetricsSite site = new MetricsSite("/metrics", false, null, scraper);
  private int port = 50_000;

  /** From now on each object has a series on the first page. */
  void showEachObject() {
    site = new MetricsSite("/metrics", true, null, scraper);
  }

  /** From now on pages are elsewhere. */
  void moveTo(String path) {
    site = new MetricsSite(path, false, null, scraper);
  }

  /** From now on a user of the broker's must ask. */
  void askWho() {
    RequestAuth auth =
        new RequestAuth(
            broker().access("http"),
            new LoginSessions(new Random(1), 1, broker().userStore()::find));
    site = new MetricsSite("/metrics", false, auth, scraper);
  }

  Broker broker() {
    return bench.broker();
  }

  SimulatedLoops loops() {
    return bench.loops();
  }

  /** Declares queues in {@code /}. */
  void declare(String... queues) {
    for (String queue : queues) {
      QueueDeclaration declaration =
          new QueueDeclaration(queue, false, false, false, Arguments.NONE);
      bench.await(() -> session().declareQueue(declaration));
    }
  }

  /** Deletes a queue of {@code /}. */
  void delete(String queue) {
    bench.await(() -> session().deleteQueue(queue, false, false));
  }

  /** Binds a queue of {@code /}. */
  void bind(String exchange, String queue, String routingKey) {
    bench.await(
        () ->
            session()
                .bind(new BindingDeclaration(exchange, queue, false, routingKey, Arguments.NONE)));
  }

  private VhostAccess session() {
    return internal.openSession((id, accepted) -> {});
  }

  /** A client's connection over a socket with this traffic. */
  BrokerConnection connect(String protocol, Traffic traffic) {
    return connect(protocol, traffic, bench.loops().loop(0));
  }

  /** A client's connection on this loop, which is the first one, or behaves as if it were. */
  BrokerConnection connect(String protocol, Traffic traffic, Loop loop) {
    InetSocketAddress local = address(5672);
    InetSocketAddress remote = address(port++);
    return bench.await(
        () ->
            broker()
                .access()
                .open(
                    new ConnectionRequest(
                        new Principal("guest", Set.of()),
                        "/",
                        protocol,
                        new TransportInfo(local, remote, null, null).with(traffic),
                        loop,
                        Arguments.NONE,
                        "",
                        NobodyThere.INSTANCE)));
  }

  private static InetSocketAddress address(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  /** Does something on the loop of all connections. */
  void run(Runnable task) {
    bench.loops().run(bench.loops().loop(0), task);
  }

  /** A page, by its path and query. */
  ParsedPage page(String target) {
    return ParsedPage.of(new String(get(target).body(), StandardCharsets.UTF_8));
  }

  Response get(String target, String... headers) {
    return send("GET", target, headers);
  }

  /** An answer; headers are names and values in turns. */
  Response send(String method, String target, String... headers) {
    QueryStringDecoder decoded = new QueryStringDecoder(target);
    HttpHeaders all = new DefaultHttpHeaders();
    for (int i = 0; i < headers.length; i += 2) {
      all.set(headers[i], headers[i + 1]);
    }
    Request request =
        new Request(
            method,
            decoded.rawPath(),
            decoded.path(),
            decoded.parameters(),
            all,
            new TransportInfo(address(15692), address(40_000), null, null),
            bench.loops().loop(0));
    return bench.await(
        () -> site.admit(request).compose(answering -> answering.answer(new byte[0])));
  }

  Future<Response> scrape(Target target) {
    return scraper.scrape(target);
  }

  @Override
  public void close() {
    java.close();
  }
}
