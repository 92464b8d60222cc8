package io.warrenmq.core.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * RabbitMQ's password hashes: four bytes of salt, then the digest of salt and password, in base64.
 * Thread-safe.
 */
public enum PasswordHashing {
  /** What new passwords get. */
  SHA256("rabbit_password_hashing_sha256", "SHA-256"),
  /** For those who want it longer. */
  SHA512("rabbit_password_hashing_sha512", "SHA-512"),
  /** From before RabbitMQ 3.6; only verified. */
  MD5("rabbit_password_hashing_md5", "MD5");

  private static final int SALT_BYTES = 4;

  private final String rabbitName;
  private final String digestName;

  PasswordHashing(String rabbitName, String digestName) {
    this.rabbitName = rabbitName;
    this.digestName = digestName;
  }

  /** The name in definitions. */
  public String rabbitName() {
    return rabbitName;
  }

  /** The algorithm of that name in definitions; {@code null} when nobody knows it. */
  public static @Nullable PasswordHashing named(String rabbitName) {
    for (PasswordHashing hashing : values()) {
      if (hashing.rabbitName.equals(rabbitName)) {
        return hashing;
      }
    }
    return null;
  }

  /** Hashes a new password with a new salt. */
  public String hash(String password, RandomGenerator random) {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    byte[] digest = digest(salt, password);
    byte[] salted = Arrays.copyOf(salt, SALT_BYTES + digest.length);
    System.arraycopy(digest, 0, salted, SALT_BYTES, digest.length);
    return Base64.getEncoder().encodeToString(salted);
  }

  /** Whether the password is the one that was hashed. Takes the same time wherever they differ. */
  public boolean verify(String password, String hash) {
    byte[] salted;
    try {
      salted = Base64.getDecoder().decode(hash);
    } catch (IllegalArgumentException e) {
      return false; // No password has such a hash.
    }
    if (salted.length <= SALT_BYTES) {
      return false;
    }
    byte[] expected = Arrays.copyOfRange(salted, SALT_BYTES, salted.length);
    return MessageDigest.isEqual(expected, digest(Arrays.copyOf(salted, SALT_BYTES), password));
  }

  private byte[] digest(byte[] salt, String password) {
    try {
      MessageDigest digest = MessageDigest.getInstance(digestName);
      digest.update(salt);
      return digest.digest(password.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has " + digestName, e);
    }
  }
}
