package io.warrenmq.cli.command;

import io.warrenmq.cli.exit.CommandException;
import io.warrenmq.cli.exit.ExitCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of rabbitmqadmin: {@code name=q durable=true}, and as its later versions have them,
 * {@code --name q --durable true} or {@code --name=q}. Immutable.
 */
final class Words {
  private final Map<String, String> values;

  private Words(Map<String, String> values) {
    this.values = values;
  }

  /**
   * Reads the arguments.
   *
   * @param known the keys there may be, with {@code _}; for options with {@code -}
   */
  static Words of(List<String> arguments, String... known) throws CommandException {
    List<String> keys = List.of(known);
    Map<String, String> values = new LinkedHashMap<>();
    List<String> rest = new ArrayList<>(arguments);
    while (!rest.isEmpty()) {
      String word = rest.remove(0);
      boolean isOption = word.startsWith("--");
      String text = isOption ? word.substring(2) : word;
      int equals = text.indexOf('=');
      if (equals < 0 && !isOption) {
        throw usage(
            "'" + word + "' is not of the form KEY=VALUE. Keys: " + String.join(", ", keys));
      }
      String name = equals < 0 ? text : text.substring(0, equals);
      String key = canonical(isOption ? name.replace('-', '_') : name, keys);
      if (!keys.contains(key)) {
        throw usage(Nearest.unknown("key", name, keys) + " Keys: " + String.join(", ", keys));
      }
      if (equals < 0 && rest.isEmpty()) {
        throw usage(word + " lacks its value");
      }
      values.put(key, equals < 0 ? rest.remove(0) : text.substring(equals + 1));
    }
    return new Words(values);
  }

  /** The keys with a dash in rabbitmqadmin's words keep it. */
  private static String canonical(String key, List<String> keys) {
    String dashed = key.replace('_', '-');
    return keys.contains(dashed) ? dashed : key;
  }

  private static CommandException usage(String text) {
    return new CommandException(ExitCode.USAGE, text);
  }

  @Nullable String find(String key) {
    return values.get(key);
  }

  String get(String key, String otherwise) {
    return values.getOrDefault(key, otherwise);
  }

  String require(String key) throws CommandException {
    String value = values.get(key);
    if (value == null) {
      throw usage(key + "=... is missing");
    }
    return value;
  }

  boolean isTrue(String key, boolean otherwise) throws CommandException {
    String value = values.get(key);
    if (value == null) {
      return otherwise;
    }
    if (!value.equalsIgnoreCase("true") && !value.equalsIgnoreCase("false")) {
      throw usage(key + " is true or false, and not '" + value + "'");
    }
    return Boolean.parseBoolean(value);
  }

  int number(String key, int otherwise) throws CommandException {
    String value = values.get(key);
    try {
      return value == null ? otherwise : Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw usage(key + " is a number, and not '" + value + "'");
    }
  }
}
