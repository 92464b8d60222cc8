package io.warrenmq.core.selector;

import io.warrenmq.api.message.Message;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Selectors and messages by chance, of which JMS says what the answer is and Artemis gives it. So
 * the kinds of headers are known by their names ({@code n1} is a number if anything), no values of
 * unlike kinds meet in a {@code <>}, {@code NOT} stands before a parenthesis, and whole numbers
 * stay small, as Artemis computes with ints.
 */
final class RandomSelector {
  private static final int DEPTH_MAX = 4;
  private static final List<String> TEXTS = List.of("", "a", "ab", "b", "a_b", "50%", "it's");
  private static final List<String> PATTERNS =
      List.of("%", "a%", "%b", "_", "a!_b", "%!%", "a%b", "%'%", "", "__", "%_b");

  private final Random random;

  RandomSelector(Random random) {
    this.random = random;
  }

  /** Headers n1 to n3, t1 to t3, b1 and b2, some of which are missing. */
  Map<String, Object> headers() {
    Map<String, Object> headers = new HashMap<>();
    for (int i = 1; i <= 3; i++) {
      if (random.nextInt(4) > 0) {
        headers.put("n" + i, numberValue());
      }
      if (random.nextInt(4) > 0) {
        headers.put("t" + i, pick(TEXTS));
      }
      if (random.nextInt(3) > 0) {
        headers.put("b" + i, random.nextBoolean());
      }
    }
    return headers;
  }

  private Object numberValue() {
    int small = random.nextInt(9) - 4;
    return switch (random.nextInt(5)) {
      case 0 -> (byte) small;
      case 1 -> (short) small;
      case 2 -> (long) small;
      case 3 -> small / 2.0;
      default -> small;
    };
  }

  String condition() {
    return condition(0);
  }

  private String condition(int depth) {
    int choice = random.nextInt(depth >= DEPTH_MAX ? 7 : 11);
    return switch (choice) {
      case 0 ->
          random.nextBoolean()
              ? operand(depth) + pick(List.of("=", "<>")) + numeral()
              : operand(depth) + pick(List.of("<", "<=", ">", ">=")) + operand(depth);
      case 1 -> text() + pick(List.of(" = ", " <> ")) + quoted(pick(TEXTS));
      case 2 -> header("t") + not() + "LIKE " + quoted(pick(PATTERNS)) + " ESCAPE '!'";
      case 3 ->
          header("t") + not() + "IN (" + quoted(pick(TEXTS)) + "," + quoted(pick(TEXTS)) + ")";
      case 4 -> header(pick(List.of("n", "t", "b"))) + " IS " + pick(List.of("", "NOT ")) + "NULL";
      case 5 -> operand(depth) + not() + "BETWEEN " + operand(depth) + " AND " + operand(depth);
      case 6 -> pick(List.of(header("b"), "TRUE", "false", header("b") + " = TRUE"));
      case 7 -> "NOT (" + condition(depth + 1) + ")";
      case 8 -> "(" + condition(depth + 1) + ")";
      default ->
          condition(depth + 1) + pick(List.of(" AND ", " OR ", " and ")) + condition(depth + 1);
    };
  }

  /** Never −0.0, which for Artemis is less than 0. */
  private String operand(int depth) {
    return random.nextInt(3) == 0 ? header("n") : number(depth) + " + 0";
  }

  private String number(int depth) {
    int choice = random.nextInt(depth >= DEPTH_MAX ? 4 : 7);
    return switch (choice) {
      case 0, 1 -> header("n");
      case 2, 3 -> numeral();
      case 4 -> "(" + number(depth + 1) + ")";
      case 5 -> pick(List.of(" -", " +")) + "(" + number(depth + 1) + ")";
      default ->
          random.nextInt(4) == 0
              ? "(" + number(depth + 1) + ") / " + pick(List.of("2", "4", "-0.5"))
              : number(depth + 1) + pick(List.of(" + ", " - ", " * ")) + number(depth + 1);
    };
  }

  private String numeral() {
    return pick(List.of("0", "1", "2", "3", "5", "1.5", ".5", "2.", "0x1F", "017", "2E0", "3L"));
  }

  private String text() {
    return random.nextInt(3) == 0 ? quoted(pick(TEXTS)) : header("t");
  }

  private String header(String kind) {
    return kind + (random.nextInt(3) + 1);
  }

  private String not() {
    return pick(List.of(" ", " NOT ", " not "));
  }

  private static String quoted(String text) {
    return '\'' + text.replace("'", "''") + '\'';
  }

  private <T> T pick(List<T> among) {
    return among.get(random.nextInt(among.size()));
  }

  static Message message(Map<String, Object> headers) {
    FilteredMessage message = new FilteredMessage();
    headers.forEach(message::header);
    return message.message();
  }
}
