package io.warrenmq.core.auth;

import java.text.Normalizer;

/**
 * A password in the one form in which both sides of SCRAM hash it: SASLprep, RFC 4013, as far as it
 * changes a password. Spaces of all kinds are one, what nobody sees is left out, the rest is in
 * normal form KC. What it would forbid (control characters, mixed directions) is taken as it is: a
 * client that is stricter does not send it. Stateless.
 */
final class SaslPrep {
  private SaslPrep() {}

  static String prepare(String password) {
    if (password.chars().allMatch(c -> c < 0x80)) {
      return password;
    }
    StringBuilder mapped = new StringBuilder(password.length());
    password
        .codePoints()
        .filter(c -> !isMappedToNothing(c))
        .map(c -> Character.getType(c) == Character.SPACE_SEPARATOR ? ' ' : c)
        .forEach(mapped::appendCodePoint);
    return Normalizer.normalize(mapped, Normalizer.Form.NFKC);
  }

  /** RFC 3454 B.1. */
  private static boolean isMappedToNothing(int c) {
    return c == 0x00AD
        || c == 0x034F
        || c == 0x1806
        || (c >= 0x180B && c <= 0x180D)
        || (c >= 0x200B && c <= 0x200D)
        || c == 0x2060
        || (c >= 0xFE00 && c <= 0xFE0F)
        || c == 0xFEFF;
  }
}
