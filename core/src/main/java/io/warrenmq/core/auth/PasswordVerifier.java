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

/**
 * Verifies passwords, off the loops. Remembers whose password was right, so that a client that
 * connects often does not wait for a thread each time. Thread-safe.
 */
public final class PasswordVerifier {
  // Of each remembered user some hundred bytes; when full it begins anew, as a slow answer is the
  // worst that follows.
  private static final int REMEMBERED_MAX = 4096;

  private final Executor executor;
  private final byte[] key = new byte[32];
  private final ConcurrentHashMap<String, byte[]> remembered = new ConcurrentHashMap<>();

  /**
   * Creates a verifier.
   *
   * @param executor runs the hashing; its threads may be busy for long
   * @param random makes what is remembered worthless outside of this process
   */
  public PasswordVerifier(Executor executor, RandomGenerator random) {
    this.executor = executor;
    random.nextBytes(key);
  }

  /** Whether the password is the user's. Completes at once, or on a thread of the executor. */
  public Future<Boolean> verify(UserPut user, String password) {
    byte[] proof = proof(user, password);
    byte[] known = remembered.get(user.name());
    if (known != null && MessageDigest.isEqual(known, proof)) {
      return Future.succeededFuture(true);
    }
    PasswordHashing hashing = PasswordHashing.named(user.hashing());
    if (hashing == null || user.passwordHash().isEmpty()) {
      return Future.succeededFuture(false);
    }
    Promise<Boolean> answer = Promise.promise();
    executor.execute(() -> verifyNow(user, password, hashing, proof, answer));
    return answer.future();
  }

  private void verifyNow(
      UserPut user,
      String password,
      PasswordHashing hashing,
      byte[] proof,
      Promise<Boolean> answer) {
    boolean right = hashing.verify(password, user.passwordHash());
    if (right) {
      if (remembered.size() >= REMEMBERED_MAX) {
        remembered.clear();
      }
      remembered.put(user.name(), proof);
    }
    answer.complete(right);
  }

  /** Changes with the user's stored hash, so that a changed password forgets the old one. */
  private byte[] proof(UserPut user, String password) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(key);
      digest.update(user.passwordHash().getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
      return digest.digest(password.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
