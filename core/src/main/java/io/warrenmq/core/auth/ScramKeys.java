package io.warrenmq.core.auth;

import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Set;
import java.util.StringJoiner;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a password for SCRAM with one hash function: enough to see that a client knows
 * it, and not enough to log in with. RFC 5802 §3. Its text is {@code
 * SCRAM-SHA-256$iterations:salt$StoredKey:ServerKey}, the last three in base64; those of several
 * functions have a space between them. Immutable.
 *
 * @param hash the function
 * @param iterations how often the password was hashed
 * @param salt what it was hashed with
 * @param storedKey proves the client
 * @param serverKey proves the server
 */
record ScramKeys(ScramHash hash, int iterations, byte[] salt, byte[] storedKey, byte[] serverKey) {
  /** RFC 7677's least; a client does as many at each login, however small it is. */
  static final int ITERATIONS = 4096;

  private static final String SEPARATOR = " ";
  private static final int ITERATIONS_MAX = 10_000_000; // of imported ones
  private static final int SALT_BYTES = 16;
  private static final int SALT_BYTES_MAX = 64;
  private static final Pattern TEXT =
      Pattern.compile("(SCRAM-SHA-[0-9]+)\\$([0-9]{4,8}):([^$:]+)\\$([^$:]+):([^$:]+)");

  /** The text of a new password's for all functions. Takes milliseconds: never on a loop. */
  static String textOf(String password, RandomGenerator random) {
    StringJoiner all = new StringJoiner(SEPARATOR);
    for (ScramHash each : ScramHash.values()) {
      all.add(of(each, password, random).text());
    }
    return all.toString();
  }

  /** Those of a new password. Takes milliseconds, so never on an event loop. */
  static ScramKeys of(ScramHash hash, String password, RandomGenerator random) {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    return of(hash, password, salt, ITERATIONS);
  }

  static ScramKeys of(ScramHash hash, String password, byte[] salt, int iterations) {
    byte[] salted = hash.stretch(SaslPrep.prepare(password), salt, iterations);
    return new ScramKeys(
        hash,
        iterations,
        salt,
        hash.digest(hash.hmac(salted, "Client Key")),
        hash.hmac(salted, "Server Key"));
  }

  /**
   * Keys that no password has, always the same for a name: so that who asks for a user that does
   * not exist sees what is there for one that does.
   */
  static ScramKeys decoy(ScramHash hash, byte[] secret, String user) {
    byte[] seed = hash.hmac(secret, user);
    return new ScramKeys(
        hash,
        ITERATIONS,
        Arrays.copyOf(hash.hmac(seed, "salt"), SALT_BYTES),
        hash.hmac(seed, "Stored Key"),
        hash.hmac(seed, "Server Key"));
  }

  /** Whether a text is that of keys, at most one of a function. */
  static boolean isText(String text) {
    String[] all = text.split(SEPARATOR, -1);
    Set<ScramHash> hashes = EnumSet.noneOf(ScramHash.class);
    for (String each : all) {
      ScramKeys keys = one(each);
      if (keys == null || !hashes.add(keys.hash)) {
        return false;
      }
    }
    return true;
  }

  /** Those of a function that a text says; {@code null} when it says none. */
  static @Nullable ScramKeys parse(ScramHash hash, String text) {
    for (String each : text.split(SEPARATOR, -1)) {
      if (each.startsWith(hash.mechanism() + "$")) {
        return one(each);
      }
    }
    return null;
  }

  private static @Nullable ScramHash hash(String mechanism) {
    for (ScramHash each : ScramHash.values()) {
      if (each.mechanism().equals(mechanism)) {
        return each;
      }
    }
    return null;
  }

  private static @Nullable ScramKeys one(String text) {
    Matcher parts = TEXT.matcher(text);
    ScramHash hash = parts.matches() ? hash(parts.group(1)) : null;
    if (hash == null) {
      return null;
    }
    int iterations = Integer.parseInt(parts.group(2));
    Base64.Decoder base64 = Base64.getDecoder();
    try {
      ScramKeys keys =
          new ScramKeys(
              hash,
              iterations,
              base64.decode(parts.group(3)),
              base64.decode(parts.group(4)),
              base64.decode(parts.group(5)));
      return keys.isUsable() ? keys : null;
    } catch (IllegalArgumentException e) {
      return null; // No base64.
    }
  }

  private boolean isUsable() {
    return iterations >= ITERATIONS
        && iterations <= ITERATIONS_MAX
        && salt.length <= SALT_BYTES_MAX
        && storedKey.length == hash.bytes()
        && serverKey.length == hash.bytes();
  }

  String text() {
    Base64.Encoder base64 = Base64.getEncoder();
    return "%s$%d:%s$%s:%s"
        .formatted(
            hash.mechanism(),
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
