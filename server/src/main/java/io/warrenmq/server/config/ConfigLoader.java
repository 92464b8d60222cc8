package io.warrenmq.server.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes a {@link Config} of all sources. In rising precedence: defaults; the main file, which is
 * that of {@code --config}, {@code WARREN_CONFIG_FILE}, {@code RABBITMQ_CONFIG_FILE} or the
 * distribution's; {@code conf.d/*.conf} beside it; {@code RABBITMQ_DEFAULT_USER|PASS|VHOST} and
 * {@code RABBITMQ_NODE_PORT}; {@code --set KEY=VALUE}. Used once, by one thread.
 */
public final class ConfigLoader {

  private final KeyRegistry registry = KeyRegistry.standard();
  private final List<ConfigProblem> problems = new ArrayList<>();
  private final List<ConfigProblem> warnings = new ArrayList<>();
  private final ConfigSources sources;

  private ConfigLoader(ConfigSources sources) {
    this.sources = sources;
  }

  /**
   * Reads, merges and checks everything.
   *
   * @throws ConfigException naming every unknown key, bad value and unreadable file at once
   */
  public static Config load(ConfigSources sources) throws ConfigException {
    return new ConfigLoader(sources).load();
  }

  /** As {@code KEY=VALUE}: what turns off every listener that is on by default. */
  public static List<String> defaultListenersOff() {
    List<String> off =
        new ArrayList<>(List.of("warren.plugins.default_listeners=false")); // those of plugins
    KeyRegistry.standard().defaultListeners().forEach(key -> off.add(key.name() + "=none"));
    return off;
  }

  private Config load() throws ConfigException {
    List<RawSetting> written = new SourceReader(sources, problems, warnings).read();
    Map<String, RawSetting> winning = new LinkedHashMap<>();
    for (RawSetting setting : written) {
      String name = KeyName.join(KeyName.segments(registry.canonical(setting.key())));
      if (isKnown(setting, name)) {
        winning.put(name, setting);
      }
    }
    TreeMap<String, Setting> settings = new TreeMap<>();
    Interpolation interpolation = new Interpolation(winning, sources.environment());
    winning.forEach((name, setting) -> check(name, setting, interpolation, settings));
    if (!problems.isEmpty()) {
      throw new ConfigException(inSourceOrder(problems, written));
    }
    addDefaults(settings);
    return new Config(settings, List.copyOf(new LinkedHashSet<>(warnings)));
  }

  private boolean isKnown(RawSetting setting, String name) {
    if (registry.find(name) != null) {
      return true;
    }
    String nearest = NearestKey.of(name, registry);
    problem(
        setting,
        setting.key()
            + ": no such key"
            + (nearest == null ? "" : "; the nearest one is " + nearest + allowed(nearest)));
    return false;
  }

  private String allowed(String name) {
    ConfigKey key = registry.find(name);
    return key == null || !key.isSupported() ? "" : " (" + key.type().allowed() + ")";
  }

  private void check(
      String name, RawSetting setting, Interpolation interpolation, Map<String, Setting> settings) {
    ConfigKey key = registry.find(name);
    if (key == null || !key.isSupported()) {
      warnings.add(
          new ConfigProblem(
              setting.origin(), setting.key() + " has no meaning in WarrenMQ and is ignored"));
      return;
    }
    String text = setting.value();
    try {
      text = interpolation.expand(setting);
      Object value = key.type().parser().parse(text);
      settings.put(name, new Setting(name, key, value, text, setting.origin()));
      if (key.isPlanned() && !text.equals(key.defaultText())) {
        warnings.add(
            new ConfigProblem(
                setting.origin(), setting.key() + " has no effect in this release of WarrenMQ"));
      }
    } catch (BadValueException e) {
      problem(
          setting,
          setting.key()
              + (key.type().isSecret() ? "" : " = " + shown(text))
              + ": "
              + e.getMessage()
              + "; allowed: "
              + key.type().allowed());
    }
  }

  private void addDefaults(TreeMap<String, Setting> settings) {
    // Whether a default applies depends on what was set, never on other defaults.
    TreeMap<String, Setting> set = new TreeMap<>(settings);
    for (ConfigKey key : registry.supportedKeys()) {
      String text = key.defaultText();
      if (text == null || set.containsKey(key.name()) || isAnySet(key.defaultUnlessUnder(), set)) {
        continue;
      }
      try {
        Object value = key.type().parser().parse(text);
        settings.put(key.name(), new Setting(key.name(), key, value, text, Origin.DEFAULT));
      } catch (BadValueException e) {
        throw new IllegalStateException("the default of " + key.name() + " is not allowed", e);
      }
    }
  }

  private static boolean isAnySet(@Nullable String prefix, TreeMap<String, Setting> set) {
    if (prefix == null) {
      return false;
    }
    String below = set.ceilingKey(prefix + ".");
    return set.containsKey(prefix) || (below != null && below.startsWith(prefix + "."));
  }

  private void problem(RawSetting setting, String text) {
    problems.add(new ConfigProblem(setting.origin(), text));
  }

  private static String shown(String value) {
    return value.length() > 100 ? value.substring(0, 100) + "..." : value;
  }

  private static List<ConfigProblem> inSourceOrder(
      List<ConfigProblem> problems, List<RawSetting> written) {
    List<String> order = new ArrayList<>();
    problems.forEach(problem -> order.add(problem.origin().source()));
    LinkedHashSet<String> known = new LinkedHashSet<>();
    written.forEach(setting -> known.add(setting.origin().source()));
    known.addAll(order);
    List<String> rank = new ArrayList<>(known);
    List<ConfigProblem> sorted = new ArrayList<>(problems);
    sorted.sort(
        Comparator.comparingInt((ConfigProblem p) -> rank.indexOf(p.origin().source()))
            .thenComparingInt(p -> p.origin().line()));
    return sorted;
  }
}
