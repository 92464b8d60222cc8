package io.warrenmq.core.definitions;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What became of a definitions file. Confined to the metadata loop until the import completes. */
public final class ImportReport {
  private final List<String> warnings = new ArrayList<>();
  private final List<Refusal> refusals = new ArrayList<>();
  private final Map<String, Integer> counts = new LinkedHashMap<>();
  private boolean isApplied;

  /**
   * A thing that cannot be as the file says.
   *
   * @param kind the list it is in, for example {@code queues}
   * @param item the thing as the file has it, without secrets
   * @param reason why not
   */
  public record Refusal(String kind, String item, String reason) {
    @Override
    public String toString() {
      return kind + " " + item + ": " + reason;
    }
  }

  /** Parts that mean nothing here, or nothing yet: for the operator to know. */
  public List<String> warnings() {
    return List.copyOf(warnings);
  }

  /** Things that cannot be created, each with its reason. With one of them nothing was changed. */
  public List<Refusal> refusals() {
    return List.copyOf(refusals);
  }

  /**
   * How many things of each kind are, or would be, as the file says; kinds by their list's name.
   */
  public Map<String, Integer> counts() {
    return Collections.unmodifiableMap(counts);
  }

  /** How many things are now as the file says; 0 when nothing was changed. */
  public int applied() {
    return isApplied ? counts.values().stream().mapToInt(Integer::intValue).sum() : 0;
  }

  /** Whether the broker is now as the file says: it was no trial, and nothing was refused. */
  public boolean isApplied() {
    return isApplied;
  }

  void warn(String text) {
    warnings.add(text);
  }

  void refuse(String kind, String item, String reason) {
    refusals.add(new Refusal(kind, item, reason));
  }

  void count(String kind) {
    counts.merge(kind, 1, Integer::sum);
  }

  void applied(boolean isNow) {
    isApplied = isNow;
  }
}
