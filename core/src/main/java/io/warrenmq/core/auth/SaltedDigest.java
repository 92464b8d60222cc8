package io.warrenmq.core.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * RabbitMQ's hashes: four bytes of salt, then the digest of salt and password, in base64.
 * Immutable.
 *
 * @param digestName as Java calls it
 */
record SaltedDigest(String digestName) implements PasswordScheme {
  private static final int SALT_BYTES = 4;

  @Override
  public String hash(String password, RandomGenerator random) {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    byte[] digest = digest(salt, password);
    byte[] salted = Arrays.copyOf(salt, SALT_BYTES + digest.length);
    System.arraycopy(digest, 0, salted, SALT_BYTES, digest.length);
    return Base64.getEncoder().encodeToString(salted);
  }

  @Override
  public boolean verify(String password, String hash) {
    byte[] salted = decode(hash);
    if (salted == null || salted.length <= SALT_BYTES) {
      return false; // No password has such a hash.
    }
    byte[] expected = Arrays.copyOfRange(salted, SALT_BYTES, salted.length);
    return MessageDigest.isEqual(expected, digest(Arrays.copyOf(salted, SALT_BYTES), password));
  }

  /** Of any length, as in RabbitMQ. */
  @Override
  public boolean isHash(String text) {
    return decode(text) != null;
  }

  private static byte @Nullable [] decode(String hash) {
    try {
      return Base64.getDecoder().decode(hash);
    } catch (IllegalArgumentException e) {
      return null;
    }
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
