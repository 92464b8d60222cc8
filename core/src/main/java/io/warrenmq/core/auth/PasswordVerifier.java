package io.warrenmq.core.auth;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.warrenmq.core.metadata.MetadataRecord.UserPut;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Verifies passwords, off the loops. Remembers of each name the password that was right, and the
 * last that was wrong: a client that connects often does not wait for a thread each time, and one
 * that is wrong for ever does not keep it from others. Who does not exist takes as long as a wrong
 * password. Thread-safe.
 */
public final class PasswordVerifier {
  // Of each remembered name some hundred bytes; when full it begins anew, as a slow answer is the
  // worst that follows.
  private static final int REMEMBERED_MAX = 4096;

  private final Executor executor;
  private final RandomGenerator random;
  private final PasswordHashing usual;
  private final byte[] key = new byte[32];
  private final ConcurrentHashMap<String, byte[]> right = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<String, byte[]> wrong = new ConcurrentHashMap<>();

  /**
   * Creates a verifier.
   *
   * @param executor runs the hashing; its threads may be busy for long
   * @param random makes what is remembered worthless outside of this process
   * @param usual how most users' passwords are kept: what is wrong takes as long as that
   */
  public PasswordVerifier(Executor executor, RandomGenerator random, PasswordHashing usual) {
    this.executor = executor;
    this.random = random;
    this.usual = usual;
    random.nextBytes(key);
  }

  /**
   * Whether the password is the user's. Completes at once, or on a thread of the executor.
   *
   * @param name whom the password is said to be of
   * @param user who has that name; {@code null} for nobody, whose password is always wrong
   */
  public Future<Boolean> verify(String name, @Nullable UserPut user, String password) {
    byte[] proof = proof(user, password);
    Boolean known = remembered(name, proof);
    if (known != null) {
      return Future.succeededFuture(known);
    }
    Promise<Boolean> answer = Promise.promise();
    executor.execute(
        () -> {
          try {
            // Thousands of clients of a user may have come before the first of them was verified.
            Boolean meanwhile = remembered(name, proof);
            answer.complete(meanwhile == null ? verifyNow(name, user, password, proof) : meanwhile);
          } catch (RuntimeException | OutOfMemoryError e) { // Memory is what Argon2 takes.
            answer.fail(e);
          }
        });
    return answer.future();
  }

  private @Nullable Boolean remembered(String name, byte[] proof) {
    if (isRemembered(right, name, proof)) {
      return true;
    }
    return isRemembered(wrong, name, proof) ? false : null;
  }

  private static boolean isRemembered(
      ConcurrentHashMap<String, byte[]> proofs, String name, byte[] proof) {
    byte[] known = proofs.get(name);
    return known != null && MessageDigest.isEqual(known, proof);
  }

  private boolean verifyNow(String name, @Nullable UserPut user, String password, byte[] proof) {
    PasswordHashing hashing =
        user == null || user.passwordHash().isEmpty()
            ? null
            : PasswordHashing.named(user.hashing());
    boolean isRight =
        user != null && hashing != null && hashing.verify(password, user.passwordHash());
    if (!isRight && hashing != usual) {
      usual.hash(password, random); // Takes its time, so that nobody learns who exists.
    }
    remember(isRight ? right : wrong, name, proof);
    return isRight;
  }

  private static void remember(
      ConcurrentHashMap<String, byte[]> proofs, String name, byte[] proof) {
    if (proofs.size() >= REMEMBERED_MAX) {
      proofs.clear();
    }
    proofs.put(name, proof);
  }

  /** Changes with the user's stored hash, so that a changed password forgets the old one. */
  private byte[] proof(@Nullable UserPut user, String password) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(key);
      if (user != null) {
        digest.update(user.hashing().getBytes(StandardCharsets.UTF_8));
        digest.update(user.passwordHash().getBytes(StandardCharsets.UTF_8));
      }
      digest.update((byte) 0);
      return digest.digest(password.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
