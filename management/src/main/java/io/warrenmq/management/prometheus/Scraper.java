package io.warrenmq.management.prometheus;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.resource.BindingDeclaration;
import io.warrenmq.core.broker.Broker;
import io.warrenmq.core.session.SessionStatus;
import io.warrenmq.core.session.SessionSurvey;
import io.warrenmq.core.vhost.Vhost;
import io.warrenmq.management.http.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Makes pages, one at a time: first the loops are asked for what only they know, then the page is
 * written on a thread beside them. Who asks for a page that is being made gets the same one.
 * Thread-safe.
 */
final class Scraper {
  /** How long loops may take to answer, in milliseconds; then the page is made without them. */
  static final long WAIT_MS = 3_000;

  /** Different pages that are made and wait to be. */
  static final int PAGES_MAX = 32;

  private static final int PAGE_BYTES = 128 << 10; // of a small broker, not compressed
  private static final int COMPRESSED_BYTES = 16 << 10;

  private final Broker broker;
  private final Executor thread;
  private final Pages pages;
  private final Telemetry telemetry;
  private final Map<Target, Future<Response>> underWay = new ConcurrentHashMap<>();

  /**
   * Makes pages about a broker.
   *
   * @param thread where they are written
   */
  Scraper(Broker broker, Executor thread, JavaMetrics java) {
    this.broker = broker;
    this.thread = thread;
    this.telemetry = new Telemetry();
    this.pages = new Pages(broker, java, telemetry);
  }

  /** Makes a page. Any thread; completes on any. */
  Future<Response> scrape(Target target) {
    Promise<Response> mine = Promise.promise();
    if (underWay.size() >= PAGES_MAX) {
      return Future.succeededFuture(
          Response.error(HttpResponseStatus.SERVICE_UNAVAILABLE, "too many pages are asked for"));
    }
    Future<Response> others = underWay.putIfAbsent(target, mine.future());
    if (others != null) {
      return others;
    }
    long startedAt = broker.metadata().loop().clock().nanos();
    find(target)
        .onComplete(
            found -> {
              underWay.remove(target); // Who comes from now on gets a newer one.
              try {
                mine.complete(make(target, found.result(), startedAt));
              } catch (RuntimeException e) {
                mine.fail(e);
              }
            });
    return mine.future();
  }

  // ---- what only loops know ----

  /** Completes on the thread; never fails. */
  private Future<Findings> find(Target target) {
    Promise<Findings> findings = Promise.promise();
    LoopProbe probe = LoopProbe.of(target.showsAll() ? broker.access().loops() : List.of());
    Future<List<SessionStatus>> sessions =
        target.isOfSessions()
            ? SessionSurvey.of(broker.connections().all())
            : Future.succeededFuture(List.of());
    Future<Map<String, Map<String, Integer>>> bindings =
        target.isOfBindings() ? bindings() : Future.succeededFuture(Map.of());
    Runnable end =
        () ->
            findings.tryComplete(
                new Findings(
                    sessions.succeeded() ? sessions.result() : null,
                    probe.lagNanos(),
                    bindings.succeeded() ? bindings.result() : Map.of()));
    Future.join(probe.answered(), sessions, bindings).onComplete(all -> thread.execute(end));
    Loop metadata = broker.metadata().loop();
    metadata.execute(() -> metadata.schedule(WAIT_MS, () -> thread.execute(end)));
    return findings.future();
  }

  private Future<Map<String, Map<String, Integer>>> bindings() {
    Promise<Map<String, Map<String, Integer>>> counted = Promise.promise();
    broker
        .metadata()
        .run(
            () -> {
              Map<String, Map<String, Integer>> counts = new HashMap<>();
              List<Future<Void>> all = new ArrayList<>();
              for (Vhost vhost : broker.vhosts().all()) {
                all.add(
                    broker
                        .commands()
                        .bindings(broker.metadata().loop(), vhost)
                        .map(
                            found -> {
                              counts.put(vhost.name(), bySource(found));
                              return null;
                            }));
              }
              Future.join(all).<Map<String, Map<String, Integer>>>map(counts).onComplete(counted);
            });
    return counted.future();
  }

  private static Map<String, Integer> bySource(List<BindingDeclaration> bindings) {
    Map<String, Integer> counts = new HashMap<>();
    for (BindingDeclaration binding : bindings) {
      counts.merge(binding.source(), 1, Integer::sum);
    }
    return counts;
  }

  // ---- the page ----

  private Response make(Target target, Findings found, long startedAt) {
    ByteArrayOutputStream bytes =
        new ByteArrayOutputStream(target.gzip() ? COMPRESSED_BYTES : PAGE_BYTES);
    Exposition out = new Exposition(target.gzip() ? compressed(bytes) : bytes);
    pages.write(target, found, out);
    long size = out.close();
    telemetry.add(
        target.page().registry(), size, broker.metadata().loop().clock().nanos() - startedAt);
    Response response =
        new Response(HttpResponseStatus.OK, bytes.toByteArray())
            .with(HttpHeaderNames.CONTENT_TYPE, MetricsSite.CONTENT_TYPE)
            .with(HttpHeaderNames.VARY, "accept-encoding");
    return target.gzip() ? response.with(HttpHeaderNames.CONTENT_ENCODING, "gzip") : response;
  }

  /** Fast rather than small: what is written so often is small enough. */
  private static OutputStream compressed(OutputStream bytes) {
    try {
      return new FastGzip(bytes);
    } catch (IOException e) { // in memory
      throw new UncheckedIOException(e);
    }
  }

  private static final class FastGzip extends GZIPOutputStream {
    FastGzip(OutputStream out) throws IOException {
      super(out, COMPRESSED_BYTES);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
