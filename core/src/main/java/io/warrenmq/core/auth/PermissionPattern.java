package io.warrenmq.core.auth;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/**
 * A regular expression in a permission. As in RabbitMQ it needs not match the whole name, only
 * something in it, and an empty one matches the empty name alone. Immutable.
 *
 * <p>Matching takes time linear in the name. Lookarounds and back references, which RabbitMQ's
 * expressions know, do not: with them a match ends after so many steps, and has not matched then.
 */
final class PermissionPattern {
  private static final int STEPS_MAX = 100_000;
  private static final String ALL = ".*"; // what most permissions say

  private final String text;
  private final boolean matchesAll;
  private final @Nullable Pattern linear;
  private final java.util.regex.@Nullable Pattern bounded;

  private PermissionPattern(
      String text, @Nullable Pattern linear, java.util.regex.@Nullable Pattern bounded) {
    this.text = text;
    this.matchesAll = text.equals(ALL);
    this.linear = linear;
    this.bounded = bounded;
  }

  /**
   * Compiles an expression.
   *
   * @throws IllegalArgumentException when it is none; the message says why
   */
  static PermissionPattern of(String text) {
    String expression = text.isEmpty() ? "^$" : text;
    try {
      return new PermissionPattern(text, Pattern.compile(expression), null);
    } catch (PatternSyntaxException e) {
      return new PermissionPattern(text, null, java.util.regex.Pattern.compile(expression));
    }
  }

  /** As it was written. */
  String text() {
    return text;
  }

  boolean matches(String name) {
    if (matchesAll) {
      return true;
    } else if (linear != null) {
      return linear.matcher(name).find();
    }
    assert bounded != null;
    Matcher matcher = bounded.matcher(new Counted(name, new int[1]));
    try {
      return matcher.find();
    } catch (TooManySteps | StackOverflowError e) {
      return false;
    }
  }

  /** Text that ends a match which looks at it too often. */
  private record Counted(CharSequence text, int[] steps) implements CharSequence {
    @Override
    public char charAt(int index) {
      if (++steps[0] > STEPS_MAX) {
        throw new TooManySteps();
      }
      return text.charAt(index);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return new Counted(text.subSequence(start, end), steps);
    }

    @Override
    public String toString() {
      return text.toString();
    }
  }

  private static final class TooManySteps extends RuntimeException {
    private static final long serialVersionUID = 1;

    TooManySteps() {
      super(null, null, false, false);
    }
  }
}
