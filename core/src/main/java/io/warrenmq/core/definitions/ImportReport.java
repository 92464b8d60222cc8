package io.warrenmq.core.definitions;

import java.util.ArrayList;
import java.util.List;

/** What became of a definitions file. Confined to the metadata loop until the import completes. */
public final class ImportReport {
  private final List<String> warnings = new ArrayList<>();
  private final List<String> refusals = new ArrayList<>();
  private int applied;

  /** Parts that mean nothing here, or nothing yet: for the operator to know. */
  public List<String> warnings() {
    return List.copyOf(warnings);
  }

  /** Things that should have been created and were not, each with its reason. */
  public List<String> refusals() {
    return List.copyOf(refusals);
  }

  /** How many things are now as the file says. */
  public int applied() {
    return applied;
  }

  void warn(String text) {
    warnings.add(text);
  }

  void refused(String what, Throwable reason) {
    refusals.add(what + ": " + reason.getMessage());
  }

  void oneMore() {
    applied++;
  }
}
