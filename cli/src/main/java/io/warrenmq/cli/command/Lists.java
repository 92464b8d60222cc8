package io.warrenmq.cli.command;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What picocli gives for arguments that may be absent. */
final class Lists {
  private Lists() {}

  /** The list, or an empty one. */
  static List<String> of(@Nullable List<String> list) {
    return list == null ? List.of() : list;
  }
}
