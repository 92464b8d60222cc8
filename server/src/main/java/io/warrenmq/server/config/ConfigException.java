package io.warrenmq.server.config;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The configuration cannot be used. Its message lists every problem, so that one start shows all.
 */
public final class ConfigException extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient List<ConfigProblem> problems;

  ConfigException(List<ConfigProblem> problems) {
    super(describe(problems));
    this.problems = List.copyOf(problems);
  }

  /** Every problem found, at least one, in the order of the sources. */
  public List<ConfigProblem> problems() {
    return problems;
  }

  private static String describe(List<ConfigProblem> problems) {
    return problems.stream()
        .map(problem -> "  " + problem)
        .collect(
            Collectors.joining(
                "\n",
                "the configuration has "
                    + (problems.size() == 1 ? "a problem" : problems.size() + " problems")
                    + ":\n",
                ""));
  }
}
