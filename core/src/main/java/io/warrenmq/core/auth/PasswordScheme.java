package io.warrenmq.core.auth;

import java.util.random.RandomGenerator;

/** A way to keep passwords so that they can be checked and not be read. Thread-safe. */
interface PasswordScheme {
  /** Hashes a new password with a new salt. May take tenths of a second. */
  String hash(String password, RandomGenerator random);

  /** Whether the password is the one that was hashed. Takes the same time wherever they differ. */
  boolean verify(String password, String hash);

  /** Whether a text has the form of its hashes. */
  boolean isHash(String text);
}
