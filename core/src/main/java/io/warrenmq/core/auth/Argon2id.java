package io.warrenmq.core.auth;

import com.password4j.Argon2Function;
import com.password4j.types.Argon2;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Argon2id, RFC 9106: takes memory besides time, so that guessing gains little from special
 * hardware. Its hashes are PHC strings, {@code $argon2id$v=19$m=19456,t=2,p=1$salt$hash}, and name
 * their parameters; those of a lane that OWASP recommends are taken, others not: password4j keeps
 * the memory of each set for ever. Immutable.
 */
final class Argon2id implements PasswordScheme {
  static final PasswordScheme INSTANCE = new Argon2id();

  static final String PREFIX = "$argon2id$";

  // OWASP's for new hashes.
  private static final int MEMORY_KIB = 19_456;
  private static final int ROUNDS = 2;
  private static final int LANES = 1;
  // All of OWASP's, which are alike in strength: rounds by the memory in KiB.
  private static final Map<Integer, Integer> ACCEPTED =
      Map.of(47_104, 1, MEMORY_KIB, ROUNDS, 12_288, 3, 9_216, 4, 7_168, 5);
  private static final int SALT_BYTES = 16;
  private static final int SALT_BYTES_MIN = 8;
  private static final int SALT_BYTES_MAX = 64;
  private static final int HASH_BYTES = 32;
  private static final Pattern TEXT =
      Pattern.compile(
          "\\$argon2id\\$v=19\\$m=([0-9]{4,5}),t=([0-9]),p=1"
              + "\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{43})");

  private Argon2id() {}

  private record Parts(int memoryKib, int rounds, byte[] salt, byte[] hash) {
    /** {@code null} when the text is no hash of ours. */
    static @Nullable Parts parse(String text) {
      Matcher parts = TEXT.matcher(text);
      if (!parts.matches()) {
        return null;
      }
      int memoryKib = Integer.parseInt(parts.group(1));
      int rounds = Integer.parseInt(parts.group(2));
      Integer accepted = ACCEPTED.get(memoryKib);
      if (accepted == null || accepted != rounds) {
        return null;
      }
      try {
        byte[] salt = Base64.getDecoder().decode(parts.group(3));
        byte[] hash = Base64.getDecoder().decode(parts.group(4));
        return salt.length >= SALT_BYTES_MIN && salt.length <= SALT_BYTES_MAX
            ? new Parts(memoryKib, rounds, salt, hash)
            : null;
      } catch (IllegalArgumentException e) {
        return null; // No base64.
      }
    }
  }

  @Override
  public String hash(String password, RandomGenerator random) {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
    return "%sv=19$m=%d,t=%d,p=%d$%s$%s"
        .formatted(
            PREFIX,
            MEMORY_KIB,
            ROUNDS,
            LANES,
            base64.encodeToString(salt),
            base64.encodeToString(compute(password, salt, MEMORY_KIB, ROUNDS)));
  }

  @Override
  public boolean verify(String password, String hash) {
    Parts parts = Parts.parse(hash);
    return parts != null
        && MessageDigest.isEqual(
            parts.hash, compute(password, parts.salt, parts.memoryKib, parts.rounds));
  }

  @Override
  public boolean isHash(String text) {
    return Parts.parse(text) != null;
  }

  private static byte[] compute(String password, byte[] salt, int memoryKib, int rounds) {
    return Argon2Function.getInstance(memoryKib, rounds, LANES, HASH_BYTES, Argon2.ID)
        .hash(password.getBytes(StandardCharsets.UTF_8), salt)
        .getBytes();
  }
}
