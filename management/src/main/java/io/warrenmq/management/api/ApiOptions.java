package io.warrenmq.management.api;

import io.warrenmq.api.plugin.PluginConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the configuration says of the API, by RabbitMQ's keys. Immutable.
 *
 * @param rates how much of what goes through is told
 * @param statsDisabled whether no statistics are told at all
 * @param queueTotals whether queues then tell how many messages they have
 * @param basicAuthDisabled whether nobody is let in by user and password
 * @param operatorPoliciesFixed whether operator policies cannot be changed by the API
 * @param retentionS by section, {@code global}, {@code basic} and {@code detailed}, the ages that
 *     histories are kept for, in seconds, rising
 */
public record ApiOptions(
    RatesMode rates,
    boolean statsDisabled,
    boolean queueTotals,
    boolean basicAuthDisabled,
    boolean operatorPoliciesFixed,
    Map<String, List<Integer>> retentionS) {
  /** {@code management.rates_mode}. */
  public enum RatesMode {
    /** Only how many messages there are. */
    NONE,
    /** What goes through each queue, exchange and session. */
    BASIC,
    /** As basic; who sends how much to what is not counted here. */
    DETAILED;

    /** As it is configured, and told. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final String RETENTION = "management.sample_retention_policies.";
  private static final Map<String, Integer> AGES_S = new LinkedHashMap<>();

  static {
    AGES_S.put("minute", 60);
    AGES_S.put("hour", 3_600);
    AGES_S.put("day", 86_400);
  }

  /** What holds where nothing is configured. */
  public static final ApiOptions DEFAULTS =
      new ApiOptions(
          RatesMode.BASIC,
          false,
          false,
          false,
          false,
          Map.of(
              "global", List.of(600, 3_600, 28_800, 86_400),
              "basic", List.of(600),
              "detailed", List.of(600)));

  /** Reads them. */
  public static ApiOptions from(PluginConfig config) {
    Map<String, List<Integer>> retentionS = new LinkedHashMap<>();
    DEFAULTS.retentionS.forEach(
        (section, absent) -> retentionS.put(section, agesS(config, section, absent)));
    return new ApiOptions(
        RatesMode.valueOf(
            config.text("management.rates_mode", RatesMode.BASIC.text()).toUpperCase(Locale.ROOT)),
        config.flag("management.disable_stats", false),
        config.flag("management.enable_queue_totals", false),
        config.flag("management.disable_basic_auth", false),
        config.flag("management.restrictions.operator_policy_changes.disabled", false),
        Map.copyOf(retentionS));
  }

  private static List<Integer> agesS(PluginConfig config, String section, List<Integer> absent) {
    List<Integer> agesS = new ArrayList<>();
    AGES_S.forEach(
        (name, ageS) -> {
          if (config.integer(RETENTION + section + "." + name, 0) > 0) {
            agesS.add(ageS);
          }
        });
    return agesS.isEmpty() ? absent : List.copyOf(agesS);
  }

  /**
   * How long histories are kept, in seconds.
   *
   * @param section {@code global}, {@code basic} or {@code detailed}
   */
  public int historyS(String section) {
    List<Integer> agesS = retentionS.getOrDefault(section, List.of());
    return agesS.get(agesS.size() - 1);
  }
}
