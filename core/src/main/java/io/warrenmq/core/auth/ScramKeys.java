package io.warrenmq.core.auth;

import java.util.Arrays;
import java.util.Base64;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a password for SCRAM-SHA-256: enough to see that a client knows it, and not
 * enough to log in with. RFC 5802 §3. Its text is {@code
 * SCRAM-SHA-256$iterations:salt$StoredKey:ServerKey}, the last three in base64. Immutable.
 *
 * @param iterations how often the password was hashed
 * @param salt what it was hashed with
 * @param storedKey proves the client
 * @param serverKey proves the server
 */
record ScramKeys(int iterations, byte[] salt, byte[] storedKey, byte[] serverKey) {
  /** RFC 7677's least; a client does as many at each login, however small it is. */
  static final int ITERATIONS = 4096;

  private static final int ITERATIONS_MAX = 10_000_000; // of imported ones
  private static final int SALT_BYTES = 16;
  private static final int SALT_BYTES_MAX = 64;
  private static final Pattern TEXT =
      Pattern.compile("SCRAM-SHA-256\\$([0-9]{4,8}):([^$:]+)\\$([^$:]+):([^$:]+)");

  /** Those of a new password. Takes milliseconds, so never on an event loop. */
  static ScramKeys of(String password, RandomGenerator random) {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    return of(password, salt, ITERATIONS);
  }

  static ScramKeys of(String password, byte[] salt, int iterations) {
    byte[] salted = Sha256.stretch(SaslPrep.prepare(password), salt, iterations);
    return new ScramKeys(
        iterations,
        salt,
        Sha256.digest(Sha256.hmac(salted, "Client Key")),
        Sha256.hmac(salted, "Server Key"));
  }

  /**
   * Keys that no password has, always the same for a name: so that who asks for a user that does
   * not exist sees what is there for one that does.
   */
  static ScramKeys decoy(byte[] secret, String user) {
    byte[] seed = Sha256.hmac(secret, user);
    return new ScramKeys(
        ITERATIONS,
        Arrays.copyOf(Sha256.hmac(seed, "salt"), SALT_BYTES),
        Sha256.hmac(seed, "Stored Key"),
        Sha256.hmac(seed, "Server Key"));
  }

  /** Those that a text says; {@code null} when it says none. */
  static @Nullable ScramKeys parse(String text) {
    Matcher parts = TEXT.matcher(text);
    if (!parts.matches()) {
      return null;
    }
    int iterations = Integer.parseInt(parts.group(1));
    Base64.Decoder base64 = Base64.getDecoder();
    try {
      ScramKeys keys =
          new ScramKeys(
              iterations,
              base64.decode(parts.group(2)),
              base64.decode(parts.group(3)),
              base64.decode(parts.group(4)));
      return keys.isUsable() ? keys : null;
    } catch (IllegalArgumentException e) {
      return null; // No base64.
    }
  }

  private boolean isUsable() {
    return iterations >= ITERATIONS
        && iterations <= ITERATIONS_MAX
        && salt.length <= SALT_BYTES_MAX
        && storedKey.length == Sha256.BYTES
        && serverKey.length == Sha256.BYTES;
  }

  String text() {
    Base64.Encoder base64 = Base64.getEncoder();
    return "SCRAM-SHA-256$%d:%s$%s:%s"
        .formatted(
            iterations,
            base64.encodeToString(salt),
            base64.encodeToString(storedKey),
            base64.encodeToString(serverKey));
  }

  @Override
  public String toString() {
    return "ScramKeys"; // The keys stay out of logs.
  }
}
