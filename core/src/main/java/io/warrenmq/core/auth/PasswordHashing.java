package io.warrenmq.core.auth;

import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** How passwords are kept, by the names that definitions have for it. Thread-safe. */
public enum PasswordHashing {
  /** What new passwords get, unless configured otherwise. RabbitMQ does not know it. */
  ARGON2ID("warren_password_hashing_argon2id", Argon2id.INSTANCE),
  /** RabbitMQ's default. */
  SHA256("rabbit_password_hashing_sha256", new SaltedDigest("SHA-256")),
  /** For those who want it longer. */
  SHA512("rabbit_password_hashing_sha512", new SaltedDigest("SHA-512")),
  /** From before RabbitMQ 3.6; only verified. */
  MD5("rabbit_password_hashing_md5", new SaltedDigest("MD5"));

  private final String moduleName;
  private final PasswordScheme scheme;

  PasswordHashing(String moduleName, PasswordScheme scheme) {
    this.moduleName = moduleName;
    this.scheme = scheme;
  }

  /** The name in definitions, and of {@code password_hashing_module}. */
  public String moduleName() {
    return moduleName;
  }

  /** The algorithm of that name in definitions; {@code null} when nobody knows it. */
  public static @Nullable PasswordHashing named(String moduleName) {
    for (PasswordHashing hashing : values()) {
      if (hashing.moduleName.equals(moduleName)) {
        return hashing;
      }
    }
    return null;
  }

  /**
   * The name of the algorithm that has made a hash. Those of Argon2id tell it themselves: so one
   * that the API has made is taken where only RabbitMQ's names are known.
   *
   * @param named what is said to have made it
   */
  public static String nameFor(String hash, String named) {
    return hash.startsWith(Argon2id.PREFIX) ? ARGON2ID.moduleName : named;
  }

  /** Hashes a new password with a new salt. May take tenths of a second. */
  public String hash(String password, RandomGenerator random) {
    return scheme.hash(password, random);
  }

  /** Whether the password is the one that was hashed. Takes the same time wherever they differ. */
  public boolean verify(String password, String hash) {
    return scheme.verify(password, hash);
  }

  /** Whether a text has the form of its hashes. */
  public boolean isHash(String text) {
    return scheme.isHash(text);
  }
}
