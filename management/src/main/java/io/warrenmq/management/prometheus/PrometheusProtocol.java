package io.warrenmq.management.prometheus;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.Future;
import io.warrenmq.api.message.MessageFormat;
import io.warrenmq.api.plugin.PluginConfig;
import io.warrenmq.api.plugin.PluginContext;
import io.warrenmq.api.protocol.HttpProtocol;
import io.warrenmq.api.protocol.ProtocolConnection;
import io.warrenmq.api.protocol.Transport;
import io.warrenmq.core.broker.AdministrationPlugin;
import io.warrenmq.core.broker.Broker;
import io.warrenmq.management.api.LoginSessions;
import io.warrenmq.management.api.RequestAuth;
import io.warrenmq.management.http.HttpConnection;
import io.warrenmq.management.http.Response;
import io.warrenmq.management.http.Site;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** The metrics port as a protocol of the broker. Thread-safe once started. */
public final class PrometheusProtocol implements HttpProtocol, AdministrationPlugin {
  private static final int IDLE_MS = 60_000;
  private static final int LOGIN_MS = 1; // Nobody logs in here: a password comes with each request.

  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(task -> new Thread(task, "warren-prometheus"));

  private Site site = request -> // It is set once, before any listener opens.
      Future.succeededFuture(Site.answered(Response.empty(HttpResponseStatus.SERVICE_UNAVAILABLE)));
  private @Nullable JavaMetrics java;
  private String path = "/metrics";
  private boolean perObject;
  private boolean authenticated;
  private long idleMs = IDLE_MS;
  private long tlsIdleMs = IDLE_MS;

  @Override
  public String name() {
    return "prometheus";
  }

  @Override
  public void start(PluginContext context) {
    PluginConfig config = context.config();
    path = config.text("prometheus.path", path).replaceAll("/+$", "");
    perObject = config.flag("prometheus.return_per_object_metrics", false);
    authenticated = config.flag("prometheus.authentication.enabled", false);
    idleMs = config.integer("prometheus.tcp.idle_timeout", IDLE_MS);
    tlsIdleMs = config.integer("prometheus.ssl.idle_timeout", IDLE_MS);
  }

  @Override
  public void administer(Broker broker) {
    JavaMetrics metrics = new JavaMetrics();
    java = metrics;
    RequestAuth auth =
        authenticated
            ? new RequestAuth(
                broker.access("http"),
                new LoginSessions(new SecureRandom(), LOGIN_MS, broker.userStore()::find))
            : null;
    site = new MetricsSite(path, perObject, auth, new Scraper(broker, thread, metrics));
  }

  @Override
  public void stop() {
    thread.shutdownNow();
    if (java != null) {
      java.close();
    }
  }

  @Override
  public ProtocolConnection open(Transport transport) {
    boolean isTls = transport.info().tlsProtocol() != null;
    return new HttpConnection(transport, site, isTls ? tlsIdleMs : idleMs);
  }

  /** Those that may publish are not those that may see this. */
  @Override
  public boolean isForEveryProtocol() {
    return false;
  }

  @Override
  public List<ListenerSpec> listeners() {
    return List.of(
        new ListenerSpec("prometheus.tcp", 15692), new ListenerSpec("prometheus.ssl", -1));
  }

  /** No messages come in by it. */
  @Override
  public List<MessageFormat> formats() {
    return List.of();
  }
}
