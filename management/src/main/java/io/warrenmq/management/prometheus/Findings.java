package io.warrenmq.management.prometheus;

import io.warrenmq.core.session.SessionStatus;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What had to be asked of loops for a page. Immutable.
 *
 * @param sessions {@code null}: they were not asked for, or not known in time
 * @param lagNanos by the loops' numbers, how long they took to answer; empty: they were not asked
 * @param bindings by vhost and exchange how many there are; empty: they were not asked for
 */
record Findings(
    @Nullable List<SessionStatus> sessions,
    long[] lagNanos,
    Map<String, Map<String, Integer>> bindings) {
  /** How many bindings an exchange is the source of. */
  int bindings(String vhost, String exchange) {
    return bindings.getOrDefault(vhost, Map.of()).getOrDefault(exchange, 0);
  }
}
