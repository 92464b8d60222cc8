package io.warrenmq.core.auth;

import io.warrenmq.core.pattern.NamePattern;

/** A regular expression in a permission: as any other, but an empty one permits nothing. */
final class PermissionPattern {
  private static final NamePattern NOTHING = NamePattern.of("^$"); // but the empty name

  private final String text;
  private final NamePattern pattern;

  private PermissionPattern(String text, NamePattern pattern) {
    this.text = text;
    this.pattern = pattern;
  }

  /**
   * Compiles an expression.
   *
   * @throws IllegalArgumentException when it is none; the message says why
   */
  static PermissionPattern of(String text) {
    return new PermissionPattern(text, text.isEmpty() ? NOTHING : NamePattern.of(text));
  }

  /** As it was written. */
  String text() {
    return text;
  }

  boolean matches(String name) {
    return pattern.matches(name);
  }
}
