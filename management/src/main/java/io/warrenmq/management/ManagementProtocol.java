package io.warrenmq.management;

import io.warrenmq.api.message.MessageFormat;
import io.warrenmq.api.plugin.PluginConfig;
import io.warrenmq.api.plugin.PluginContext;
import io.warrenmq.api.protocol.HttpProtocol;
import io.warrenmq.api.protocol.ProtocolConnection;
import io.warrenmq.api.protocol.Transport;
import io.warrenmq.management.http.HttpConnection;
import io.warrenmq.management.pages.PageFolder;
import io.warrenmq.management.pages.Pages;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The management port as a protocol of the broker. Thread-safe once started. */
public final class ManagementProtocol implements HttpProtocol {
  private static final String EXAMPLES = "/examples/";
  private static final int IDLE_MS = 60_000;

  private Pages pages = Pages.of(Map.of()); // these are set once, before any listener opens
  private long idleMs = IDLE_MS;
  private long tlsIdleMs = IDLE_MS;

  @Override
  public String name() {
    return "management";
  }

  @Override
  public void start(PluginContext context) {
    PluginConfig config = context.config();
    idleMs = config.integer("management.tcp.idle_timeout", IDLE_MS);
    tlsIdleMs = config.integer("management.ssl.idle_timeout", IDLE_MS);
    if (config.flag("warren.examples.enabled", false)) {
      pages = Pages.of(PageFolder.read(examples(context), EXAMPLES));
    }
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
  public ProtocolConnection open(Transport transport) {
    boolean isTls = transport.info().tlsProtocol() != null;
    return new HttpConnection(transport, pages, isTls ? tlsIdleMs : idleMs);
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
