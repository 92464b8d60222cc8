package io.warrenmq.server.config;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Every key that a configuration may hold: those read here, and the rest of RabbitMQ's. Immutable;
 * the rest, a thousand names, is loaded when a key is met that is not read here, so that it costs a
 * usual start nothing.
 */
final class KeyRegistry {

  private static final KeyRegistry STANDARD = new KeyRegistry();
  private static final String RABBITMQ_KEYS = "rabbitmq-keys.txt";
  private static final Pattern LISTENER =
      Pattern.compile("(.+\\.)?(listeners\\.(tcp|ssl)\\.default|(tcp|ssl)\\.port)");

  /** Other names of keys: RabbitMQ's own older ones, and one that is often written by mistake. */
  private static final Map<String, String> ALIASES =
      Map.ofEntries(
          Map.entry("max_connections", "connection_max"),
          Map.entry("definitions.local.path", "load_definitions"),
          Map.entry("management.load_definitions", "load_definitions"),
          Map.entry("management.listener.port", "management.tcp.port"),
          Map.entry("management.listener.ip", "management.tcp.ip"),
          Map.entry("management.oauth_disable_basic_auth", "management.disable_basic_auth"),
          Map.entry("web_stomp.port", "web_stomp.tcp.port"));

  private final KeyTable supported = new KeyTable(SupportedKeys.all());

  private KeyRegistry() {}

  /** All keys of this version. */
  static KeyRegistry standard() {
    return STANDARD;
  }

  private static final class Rest {
    static final KeyTable TABLE = new KeyTable(acceptedKeys());
  }

  /** The names of all of RabbitMQ's keys, whether they mean something here or not. */
  static List<String> rabbitmqKeys() {
    try (InputStream in = KeyRegistry.class.getResourceAsStream(RABBITMQ_KEYS)) {
      if (in == null) {
        throw new IllegalStateException(RABBITMQ_KEYS + " is missing from the jar");
      }
      return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The name under which {@code key} is described: itself, unless it is an alias. */
  String canonical(String key) {
    return ALIASES.getOrDefault(key, key);
  }

  static Map<String, String> aliases() {
    return ALIASES;
  }

  /** What is known of {@code key}, or null when nobody knows it. */
  @Nullable ConfigKey find(String key) {
    ConfigKey found = supported.find(key);
    return found != null ? found : Rest.TABLE.find(key);
  }

  /** The keys that are read here, in the order of the documentation. */
  List<ConfigKey> supportedKeys() {
    return supported.keys();
  }

  /** The keys by whose defaults a broker listens. */
  List<ConfigKey> defaultListeners() {
    return supported.keys().stream()
        .filter(key -> LISTENER.matcher(key.name()).matches() && !key.isPlanned())
        .filter(key -> key.defaultText() != null && !key.defaultText().equals("none"))
        .toList();
  }

  /** Every key and pattern, the supported ones first. */
  List<ConfigKey> keys() {
    List<ConfigKey> keys = new ArrayList<>(supported.keys());
    keys.addAll(Rest.TABLE.keys());
    return keys;
  }

  private static List<ConfigKey> acceptedKeys() {
    // RabbitMQ's list holds the supported keys too, its wildcards under names of their own.
    Set<String> described = new HashSet<>(ALIASES.keySet());
    STANDARD.supported.keys().forEach(key -> described.add(shape(key.name())));
    return rabbitmqKeys().stream()
        .filter(name -> !described.contains(shape(name)))
        .map(ConfigKey::accepted)
        .toList();
  }

  private static String shape(String pattern) {
    return pattern.indexOf('$') < 0 ? pattern : pattern.replaceAll("\\$[^.]*", "\\$");
  }
}
