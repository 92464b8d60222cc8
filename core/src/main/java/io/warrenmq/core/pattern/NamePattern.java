package io.warrenmq.core.pattern;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/**
 * A regular expression that chooses names. As in RabbitMQ it needs not match the whole name, only
 * something in it. Immutable; equal when the expressions are.
 *
 * <p>Matching takes time linear in the name. Lookarounds and back references, which RabbitMQ's
 * expressions know, do not: with them a match ends after so many steps, and has not matched then.
 */
public final class NamePattern {
  private static final int STEPS_MAX = 100_000;
  private static final String ALL = ".*"; // what most expressions say

  private final String text;
  private final boolean matchesAll;
  private final @Nullable Pattern linear;
  private final java.util.regex.@Nullable Pattern bounded;

  private NamePattern(
      String text, @Nullable Pattern linear, java.util.regex.@Nullable Pattern bounded) {
    this.text = text;
    this.matchesAll = text.equals(ALL) || text.isEmpty();
    this.linear = linear;
    this.bounded = bounded;
  }

  /**
   * Compiles an expression; an empty one matches everything.
   *
   * @throws java.util.regex.PatternSyntaxException when it is none
   */
  public static NamePattern of(String text) {
    try {
      return new NamePattern(text, Pattern.compile(text), null);
    } catch (PatternSyntaxException e) {
      return new NamePattern(text, null, bounded(text));
    } catch (StackOverflowError e) {
      throw nestedTooDeep(text);
    }
  }

  private static java.util.regex.Pattern bounded(String text) {
    try {
      return java.util.regex.Pattern.compile(text);
    } catch (StackOverflowError e) {
      throw nestedTooDeep(text);
    }
  }

  private static java.util.regex.PatternSyntaxException nestedTooDeep(String text) {
    return new java.util.regex.PatternSyntaxException("nested too deep", text, 0);
  }

  /** As it was written. */
  public String text() {
    return text;
  }

  /** Whether something in the name matches. */
  public boolean matches(String name) {
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

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof NamePattern that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
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
