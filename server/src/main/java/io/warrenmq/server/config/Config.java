package io.warrenmq.server.config;

import io.warrenmq.core.broker.NodeSetting;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The effective configuration: what was set, else the defaults. Every value has passed its key's
 * check. Immutable.
 *
 * <p>Asking for a key that is not a supported one, or as another type than its own, is a bug and
 * throws {@link IllegalArgumentException}; asking by other than {@link #find} for a key that has
 * neither value nor default throws {@link IllegalStateException}.
 */
public final class Config {

  /** What {@link #integer} gives for a limit set to {@code infinity}. */
  public static final long INFINITY = ValueType.INFINITY;

  /** What {@link #integer} gives for a port set to {@code none}. */
  public static final long NO_PORT = ValueType.NO_PORT;

  private final TreeMap<String, Setting> settings;
  private final List<ConfigProblem> warnings;

  Config(SortedMap<String, Setting> settings, List<ConfigProblem> warnings) {
    this.settings = new TreeMap<>(settings);
    this.warnings = List.copyOf(warnings);
  }

  /** What should be told to the operator once, in the order of the sources. */
  public List<ConfigProblem> warnings() {
    return warnings;
  }

  /** A whole number, in the key's unit; durations in ms, sizes in bytes. */
  public long integer(String key) {
    return required(key, Long.class);
  }

  /** A switch. */
  public boolean bool(String key) {
    return required(key, Boolean.class);
  }

  /** A decimal; a percentage is divided by 100. */
  public double decimal(String key) {
    return required(key, Double.class);
  }

  /** A text or one of a choice of words. */
  public String text(String key) {
    return required(key, String.class);
  }

  /** Whether a key of this name is read here, and so may be asked for. */
  public boolean isKey(String key) {
    ConfigKey known = KeyRegistry.standard().find(key);
    return known != null && known.isSupported();
  }

  /** Whether a key of this name is read here, as a text. */
  public boolean isText(String key) {
    ConfigKey known = KeyRegistry.standard().find(key);
    return known != null && known.isSupported() && known.type().valueClass() == String.class;
  }

  /** Whether there is a value, be it a default, for a key or for one below it. */
  public boolean saysAnythingOf(String prefix) {
    return settings.containsKey(prefix) || !below(prefix).isEmpty();
  }

  /** The value, if the key has one; {@code type} is Long, Boolean, Double, String or a listener. */
  public <T> Optional<T> find(String key, Class<T> type) {
    ConfigKey known = KeyRegistry.standard().find(key);
    if (known == null || !known.isSupported() || known.type().valueClass() != type) {
      throw new IllegalArgumentException(
          key + (known == null ? " is no key" : " is not read as " + type.getSimpleName()));
    }
    Setting setting = settings.get(key);
    return setting == null ? Optional.empty() : Optional.of(type.cast(setting.value()));
  }

  /** Where the value came from; the default's origin also for a key that has none. */
  public Origin origin(String key) {
    Setting setting = settings.get(key);
    return setting == null ? Origin.DEFAULT : setting.origin();
  }

  /** Whether somebody set this key. */
  public boolean isSet(String key) {
    return !origin(key).isDefault();
  }

  /**
   * The addresses of a group such as {@code listeners.tcp} or {@code mqtt.listeners.ssl}, in the
   * order of their names; empty when the group or each of its listeners is {@code none}.
   */
  public List<ListenerAddress> listeners(String prefix) {
    if (settings.containsKey(prefix)) {
      return List.of(); // the group itself takes the value none alone
    }
    return children(prefix).stream()
        .map(setting -> (ListenerAddress) setting.value())
        .filter(address -> !address.isNone())
        .distinct()
        .toList();
  }

  /**
   * The address of an HTTP listener such as {@code management.tcp} or {@code web_mqtt.ssl}, made of
   * its {@code listener} key or else of {@code ip} and {@code port}; empty if it is off.
   */
  public Optional<ListenerAddress> httpListener(String prefix) {
    Optional<ListenerAddress> whole = find(prefix + ".listener", ListenerAddress.class);
    if (whole.isPresent()) {
      return whole.filter(address -> !address.isNone());
    }
    long port = integer(prefix + ".port");
    return port == NO_PORT
        ? Optional.empty()
        : Optional.of(
            new ListenerAddress(find(prefix + ".ip", String.class).orElse(""), (int) port));
  }

  /**
   * The values directly below a prefix such as {@code auth_mechanisms}, by number, then by name.
   */
  public List<String> list(String prefix) {
    return children(prefix).stream().map(setting -> setting.value().toString()).toList();
  }

  /** The last parts of the keys below a prefix of switches that are on: the tags, for example. */
  public List<String> switchedOn(String prefix) {
    return children(prefix).stream()
        .filter(setting -> setting.value().equals(Boolean.TRUE))
        .map(Config::lastPart)
        .toList();
  }

  /**
   * The names that stand for the wildcard right after a prefix: for {@code default_users} those of
   * the users, unescaped, in alphabetical order.
   */
  public List<String> names(String prefix) {
    int depth = KeyName.segments(prefix).size();
    return below(prefix).values().stream()
        .map(setting -> KeyName.segments(setting.name()).get(depth))
        .distinct()
        .sorted()
        .toList();
  }

  /** One part of a key with its dots escaped, to build the key of a name with dots in it. */
  public static String escape(String part) {
    return KeyName.escape(part);
  }

  /** Whether a user may log in from this machine only. */
  public boolean isLoopbackUser(String user) {
    if (settings.containsKey("loopback_users")
        || find("loopback_users.none", Boolean.class).orElse(false)) {
      return false;
    }
    return find("loopback_users." + escape(user), Boolean.class).orElse(false);
  }

  /**
   * All keys that are read here, those without a value and those that were set, by their names;
   * secrets are masked.
   */
  public List<NodeSetting> shown() {
    TreeMap<String, NodeSetting> all = new TreeMap<>();
    for (ConfigKey key : KeyRegistry.standard().supportedKeys()) {
      if (!key.isPattern() && !key.isPlanned()) {
        all.put(
            key.name(),
            new NodeSetting(
                key.name(),
                null,
                key.unit(),
                true,
                Origin.DEFAULT.source(),
                Origin.DEFAULT.line(),
                key.type().isSecret()));
      }
    }
    for (Setting setting : settings.values()) {
      if (!setting.key().isPlanned() || !setting.origin().isDefault()) {
        all.put(setting.name(), setting.shown());
      }
    }
    return List.copyOf(all.values());
  }

  /** The effective configuration in the format of a file, each line with its origin; no secrets. */
  public String render() {
    List<String> lines = new ArrayList<>();
    for (Setting setting : settings.values()) {
      lines.add(setting.render() + "  # " + setting.origin());
    }
    return String.join("\n", lines) + "\n";
  }

  /** Same as {@link #render}: never shows a secret. */
  @Override
  public String toString() {
    return render();
  }

  private <T> T required(String key, Class<T> type) {
    return find(key, type)
        .orElseThrow(() -> new IllegalStateException(key + " has no value and no default"));
  }

  private Map<String, Setting> below(String prefix) {
    // '/' follows '.', so this is the range of all keys that begin with "prefix.".
    return settings.subMap(prefix + ".", prefix + "/");
  }

  private List<Setting> children(String prefix) {
    int depth = KeyName.segments(prefix).size();
    return below(prefix).values().stream()
        .filter(setting -> KeyName.segments(setting.name()).size() == depth + 1)
        .sorted(
            Comparator.comparingLong((Setting setting) -> numberOf(lastPart(setting)))
                .thenComparing(Setting::name))
        .toList();
  }

  private static String lastPart(Setting setting) {
    List<String> segments = KeyName.segments(setting.name());
    return segments.get(segments.size() - 1);
  }

  private static long numberOf(String part) {
    boolean isNumber = part.length() < 18 && part.chars().allMatch(c -> c >= '0' && c <= '9');
    return isNumber && !part.isEmpty() ? Long.parseLong(part) : Long.MAX_VALUE;
  }
}
