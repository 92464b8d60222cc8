package io.warrenmq.server.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that a configuration is made of. Immutable.
 *
 * @param files how files are read
 * @param environment the process's environment
 * @param configOption the file of {@code --config}, or null; it must exist
 * @param defaultFile the file to use when neither option nor environment names one; it may be
 *     missing. Null for none.
 * @param assignments the {@code KEY=VALUE} of each {@code --set}, in order
 */
public record ConfigSources(
    ConfigFiles files,
    Map<String, String> environment,
    @Nullable Path configOption,
    @Nullable Path defaultFile,
    List<String> assignments) {

  /** Copies the collections. */
  public ConfigSources {
    environment = Map.copyOf(environment);
    assignments = List.copyOf(assignments);
  }
}
