package io.warrenmq.core.plugin;

import io.warrenmq.api.auth.Authenticator;
import io.warrenmq.api.auth.Authorizer;
import io.warrenmq.api.auth.SaslMechanism;
import io.warrenmq.api.event.BrokerEventListener;
import io.warrenmq.api.exchange.ExchangeType;
import io.warrenmq.api.interceptor.MessageInterceptor;
import io.warrenmq.api.plugin.Plugin;
import io.warrenmq.api.protocol.ProtocolCarrier;
import io.warrenmq.api.protocol.ProtocolPlugin;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds plugins: first on the class path, then in the jars of the plugins folder in the order of
 * their names. What cannot be loaded is logged with its reason and left out. Used once, on the
 * starting thread.
 */
public final class PluginLoader {
  /** Every interface under which plugins are looked for. */
  public static final List<Class<? extends Plugin>> EXTENSION_POINTS =
      List.of(
          ProtocolPlugin.class,
          ProtocolCarrier.class,
          ExchangeType.class,
          Authenticator.class,
          Authorizer.class,
          SaslMechanism.class,
          BrokerEventListener.class,
          MessageInterceptor.class);

  private static final Logger log = LoggerFactory.getLogger(PluginLoader.class);
  private static final String CLASS_PATH = "the class path";

  private final ClassLoader broker;
  private final List<FoundPlugin> found = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();
  private final Set<String> disabled;

  /**
   * Creates a loader.
   *
   * @param broker the class loader whose plugins are the bundled ones, and whose plugins-api the
   *     others see
   * @param disabled names of plugins that are not wanted
   */
  public PluginLoader(ClassLoader broker, Collection<String> disabled) {
    this.broker = broker;
    this.disabled = Set.copyOf(disabled);
  }

  /**
   * Finds the plugins.
   *
   * @param folder the plugins folder; need not exist
   * @param required names of plugins without which the broker must not start
   * @throws PluginException when one of those is missing, naming also what failed to load
   */
  public PluginRegistry load(Path folder, Collection<String> required) {
    loadFrom(broker, CLASS_PATH);
    for (Path jar : jars(folder)) {
      loadJar(jar);
    }
    Set<String> missing = new LinkedHashSet<>(required);
    found.forEach(plugin -> missing.remove(plugin.name()));
    if (!missing.isEmpty()) {
      throw new PluginException(
          "Required plugins are missing: %s. %s"
              .formatted(
                  String.join(", ", missing),
                  failures.isEmpty()
                      ? "Neither the class path nor " + folder + " has them."
                      : "What failed to load: " + String.join("; ", failures)));
    }
    return new PluginRegistry(found);
  }

  private void loadJar(Path jar) {
    try {
      // Not closed: the plugin's classes are loaded from it as long as the broker runs.
      PluginClassLoader loader = new PluginClassLoader(jar, broker);
      int before = found.size() + failures.size();
      loadFrom(loader, jar.toString());
      if (found.size() + failures.size() == before) {
        fail(jar.toString(), "it names no plugin under META-INF/services");
      }
    } catch (IOException e) {
      fail(jar.toString(), e.toString());
    }
  }

  private void loadFrom(ClassLoader loader, String source) {
    for (Class<? extends Plugin> point : EXTENSION_POINTS) {
      loadPoint(point, loader, source);
    }
  }

  private <T extends Plugin> void loadPoint(Class<T> point, ClassLoader loader, String source) {
    Iterator<ServiceLoader.Provider<T>> providers =
        ServiceLoader.load(point, loader).stream().iterator();
    while (true) {
      try {
        if (!providers.hasNext()) {
          return;
        }
        add(point, providers.next().get(), source);
      } catch (ServiceConfigurationError | LinkageError | RuntimeException e) {
        // A plugin's constructor, name or class file may fail in any way; the others go on.
        fail(point.getSimpleName() + " in " + source, reason(e));
      }
    }
  }

  private void add(Class<? extends Plugin> point, Plugin plugin, String source) {
    String name = plugin.name();
    if (disabled.contains(name)) {
      log.info("Plugin {} ({}) is disabled", name, source);
      return;
    }
    Optional<FoundPlugin> twin =
        found.stream().filter(f -> f.point() == point && f.name().equals(name)).findFirst();
    if (twin.isPresent()) {
      fail(
          point.getSimpleName() + " " + name + " in " + source,
          "the name is taken by the one of " + twin.get().source() + ", which is used");
      return;
    }
    found.add(new FoundPlugin(point, name, source, plugin));
    if (!source.equals(CLASS_PATH)) {
      log.info("Plugin {} ({}) of {}", name, point.getSimpleName(), source);
    }
  }

  private void fail(String what, String reason) {
    log.warn("Left out plugin {}: {}", what, reason);
    failures.add(what + ": " + reason);
  }

  private static String reason(Throwable e) {
    Throwable cause =
        e instanceof ServiceConfigurationError && e.getCause() != null ? e.getCause() : e;
    return cause == e ? e.toString() : e.getMessage() + ": " + cause;
  }

  private Set<Path> jars(Path folder) {
    Set<Path> jars = new TreeSet<>();
    if (!Files.isDirectory(folder)) {
      return jars;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.jar")) {
      files.forEach(jars::add);
    } catch (IOException e) {
      fail(folder.toString(), e.toString());
    }
    return jars;
  }
}
