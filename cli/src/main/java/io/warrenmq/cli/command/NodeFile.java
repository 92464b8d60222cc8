package io.warrenmq.cli.command;

import io.warrenmq.cli.exit.CommandException;
import io.warrenmq.cli.exit.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The configuration file: brokers by name, in the form of rabbitmqadmin's. {@code [NAME]}, and then
 * {@code key = value}; comments begin with {@code #} or {@code ;}. Immutable.
 */
final class NodeFile {
  private static final int BYTES_MAX = 1 << 20;
  private static final Set<String> KEYS =
      Set.of(
          "url",
          "hostname",
          "port",
          "path_prefix",
          "username",
          "password",
          "vhost",
          "declare_vhost",
          "ssl",
          "ssl_ca_cert_file",
          "ssl_insecure",
          "request_timeout");

  private final Map<String, Map<String, String>> nodes;

  private NodeFile(Map<String, Map<String, String>> nodes) {
    this.nodes = nodes;
  }

  /**
   * Reads a file.
   *
   * @param isRequired whether it is an error that it is not there; otherwise it is an empty one
   *     then
   */
  static NodeFile read(Path file, boolean isRequired) throws CommandException {
    try {
      if (Files.isRegularFile(file) && Files.size(file) > BYTES_MAX) {
        throw new CommandException(ExitCode.CONFIG, file + " is no configuration file: too large");
      }
      return parse(file.toString(), Files.readAllLines(file));
    } catch (NoSuchFileException e) {
      if (isRequired) {
        throw new CommandException(ExitCode.NO_INPUT, "there is no configuration file " + file);
      }
      return new NodeFile(Map.of());
    } catch (IOException e) {
      throw new CommandException(ExitCode.NO_INPUT, "cannot read " + file + ": " + e);
    }
  }

  static NodeFile parse(String name, List<String> lines) throws CommandException {
    Map<String, Map<String, String>> nodes = new LinkedHashMap<>();
    Map<String, String> node = null;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.isEmpty() || line.startsWith("#") || line.startsWith(";")) {
        continue;
      }
      if (line.startsWith("[") && line.endsWith("]")) {
        String title = line.substring(1, line.length() - 1).strip();
        node = nodes.computeIfAbsent(title, key -> new LinkedHashMap<>());
        continue;
      }
      int equals = line.indexOf('=');
      String where = name + ", line " + (i + 1) + ": ";
      if (equals < 0) {
        throw new CommandException(
            ExitCode.CONFIG, where + "neither [NAME] nor KEY = VALUE nor a comment");
      }
      if (node == null) {
        throw new CommandException(ExitCode.CONFIG, where + "a key before the first [NAME]");
      }
      String key = line.substring(0, equals).strip().toLowerCase(Locale.ROOT);
      if (!KEYS.contains(key)) {
        throw new CommandException(ExitCode.CONFIG, where + Nearest.unknown("key", key, KEYS));
      }
      node.put(key, line.substring(equals + 1).strip());
    }
    return new NodeFile(nodes);
  }

  /** Whether it has such a node. */
  boolean has(String node) {
    return nodes.containsKey(node);
  }

  /** The names of its nodes. */
  Set<String> names() {
    return nodes.keySet();
  }

  /** A node's settings by key; empty when there is no such node. */
  Map<String, String> node(String name) {
    return nodes.getOrDefault(name, Map.of());
  }
}
