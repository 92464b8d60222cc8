package io.warrenmq.management;

import io.warrenmq.api.message.MessageFormat;
import io.warrenmq.api.plugin.PluginConfig;
import io.warrenmq.api.plugin.PluginContext;
import io.warrenmq.api.protocol.HttpProtocol;
import io.warrenmq.api.protocol.ProtocolConnection;
import io.warrenmq.api.protocol.Transport;
import io.warrenmq.core.broker.AdministrationPlugin;
import io.warrenmq.core.broker.Broker;
import io.warrenmq.core.broker.LogTail;
import io.warrenmq.core.broker.NodeListener;
import io.warrenmq.core.broker.NodeSetting;
import io.warrenmq.management.api.Administration;
import io.warrenmq.management.api.ApiOptions;
import io.warrenmq.management.api.ApiSite;
import io.warrenmq.management.api.Cors;
import io.warrenmq.management.api.LoginSessions;
import io.warrenmq.management.api.RequestAuth;
import io.warrenmq.management.api.Router;
import io.warrenmq.management.http.ExtraHeaders;
import io.warrenmq.management.http.HttpConnection;
import io.warrenmq.management.http.Site;
import io.warrenmq.management.pages.PageFolder;
import io.warrenmq.management.pages.Pages;
import io.warrenmq.management.stats.NodeFigures;
import io.warrenmq.management.stats.Statistics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The management port as a protocol of the broker: the HTTP API, and pages. Thread-safe once
 * started.
 */
public final class ManagementProtocol implements HttpProtocol, AdministrationPlugin {
  private static final String EXAMPLES = "/examples/";
  private static final String PAGES = "management-ui"; // a folder of the distribution
  private static final int IDLE_MS = 60_000;
  private static final int BODY_BYTES_MAX = 20 << 20;
  private static final int LOGIN_MIN = 480;
  private static final int INTERVAL_MS = 5_000;

  private final ScheduledExecutorService thread;

  private Site site = Pages.of(Map.of()); // these are set once, before any listener opens
  private Pages examples = Pages.of(Map.of());
  private Pages pages = Pages.of(Map.of());
  private Consumer<List<NodeListener>> told = listeners -> {};
  private Runnable sample = () -> {};
  private String prefix = "";
  private List<NodeSetting> settings = List.of();
  private LogTail log = (most, atLeast) -> List.of();
  private ApiOptions options = ApiOptions.DEFAULTS;
  private @Nullable Cors cors;
  private ExtraHeaders headers = new ExtraHeaders(Map.of());
  private long intervalMs = INTERVAL_MS;
  private int bodyBytesMax = BODY_BYTES_MAX;
  private long loginMs = TimeUnit.MINUTES.toMillis(LOGIN_MIN);
  private long idleMs = IDLE_MS;
  private long tlsIdleMs = IDLE_MS;

  /** As the broker finds it, without a thread until it is needed. */
  public ManagementProtocol() {
    this(Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "warren-management")));
  }

  /**
   * With a thread that somebody has made.
   *
   * @param thread stopped with this
   */
  ManagementProtocol(ScheduledExecutorService thread) {
    this.thread = thread;
  }

  @Override
  public String name() {
    return "management";
  }

  @Override
  public void start(PluginContext context) {
    PluginConfig config = context.config();
    idleMs = config.integer("management.tcp.idle_timeout", IDLE_MS);
    tlsIdleMs = config.integer("management.ssl.idle_timeout", IDLE_MS);
    options = ApiOptions.from(config);
    cors = Cors.from(config);
    headers = ExtraHeaders.from(config);
    intervalMs = config.integer("collect_statistics_interval", INTERVAL_MS);
    prefix = prefix(config.text("management.path_prefix", ""));
    bodyBytesMax = (int) config.integer("management.http.max_body_size", BODY_BYTES_MAX);
    loginMs =
        TimeUnit.MINUTES.toMillis(config.integer("management.login_session_timeout", LOGIN_MIN));
    if (config.flag("warren.examples.enabled", false)) {
      examples = Pages.of(PageFolder.read(examples(context), EXAMPLES));
    }
    Path home = context.homeFolder();
    if (home != null && Files.isDirectory(home.resolve(PAGES))) {
      pages = Pages.of(PageFolder.read(home.resolve(PAGES), "/")).ownOnly();
    }
  }

  private static String prefix(String configured) {
    String inner = configured.replaceAll("^/+|/+$", "");
    return inner.isEmpty() ? "" : "/" + inner;
  }

  private static Path examples(PluginContext context) {
    String folder = context.config().text("warren.examples.dir", "");
    Path home = context.homeFolder();
    if (!folder.isEmpty()) {
      return Path.of(folder);
    } else if (home == null) {
      throw new IllegalArgumentException(
          "warren.examples.dir is to name a folder, as there is no distribution to have one");
    }
    return home.resolve("examples");
  }

  @Override
  public void showLog(LogTail tail) {
    log = tail;
  }

  @Override
  public void showSettings(List<NodeSetting> all) {
    settings = all;
  }

  @Override
  public void administer(Broker broker) {
    LoginSessions logins = new LoginSessions(new SecureRandom(), loginMs, broker.userStore()::find);
    RequestAuth auth = new RequestAuth(broker.access("http"), logins, options.basicAuthDisabled());
    Administration administration = new Administration(broker, thread, options);
    told = administration::listening;
    Statistics statistics =
        new Statistics(
            broker,
            new NodeFigures(broker::diskFreeBytes, broker.connections()::count),
            options,
            intervalMs,
            System::currentTimeMillis,
            administration::here);
    Router router = Resources.all(administration, statistics, auth, logins, log, settings);
    if (!options.statsDisabled()) {
      sample = statistics::sample;
    }
    Site api = new ApiSite(router, auth, thread, bodyBytesMax);
    Cors others = cors;
    site =
        headers.around(
            new ManagementSite(prefix, others == null ? api : others.around(api), examples, pages));
  }

  @Override
  public void onListening(List<NodeListener> listeners) {
    told.accept(listeners);
    // A look at everything every few seconds is for those who show it: an embedded broker, or one
    // that is monitored by its metrics alone, is not woken up for nobody.
    if (listeners.stream().anyMatch(ManagementProtocol::shows)) {
      thread.scheduleAtFixedRate(sample, intervalMs, intervalMs, TimeUnit.MILLISECONDS);
    }
  }

  /** Whether it is one of those at which statistics can be asked for; metrics need none. */
  private static boolean shows(NodeListener listener) {
    return listener.protocol().equals("http") || listener.protocol().equals("https");
  }

  @Override
  public void stop() {
    thread.shutdownNow();
  }

  @Override
  public ProtocolConnection open(Transport transport) {
    boolean isTls = transport.info().tlsProtocol() != null;
    return new HttpConnection(transport, site, isTls ? tlsIdleMs : idleMs);
  }

  @Override
  public List<ListenerSpec> listeners() {
    return List.of(
        new ListenerSpec("management.tcp", 15672), new ListenerSpec("management.ssl", -1));
  }

  /** No messages come in by it. */
  @Override
  public List<MessageFormat> formats() {
    return List.of();
  }
}
