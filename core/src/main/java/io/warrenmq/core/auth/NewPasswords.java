package io.warrenmq.core.auth;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.core.metadata.MetadataRecord.UserPut;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Makes of a new password what is kept of it, off the loops. Thread-safe. */
public final class NewPasswords {
  private final Executor executor;
  private final RandomGenerator random;
  private final PasswordHashing hashing;

  /**
   * Creates the maker.
   *
   * @param executor runs the hashing; its threads may be busy for long
   * @param random gives the salts
   * @param hashing how they are kept
   */
  public NewPasswords(Executor executor, RandomGenerator random, PasswordHashing hashing) {
    this.executor = executor;
    this.random = random;
    this.hashing = hashing;
  }

  /**
   * Gives a user a password.
   *
   * @param asker the loop the caller is on, where the future completes
   * @param user whose former password, if any, is forgotten
   * @param password empty: none opens it
   * @return the user as it is to be stored
   */
  public Future<UserPut> set(Loop asker, UserPut user, String password) {
    if (password.isEmpty()) {
      return Future.succeededFuture(user.withPassword("", hashing.moduleName(), ""));
    }
    return make(
        asker,
        () ->
            user.withPassword(
                hashing.hash(password, random),
                hashing.moduleName(),
                ScramKeys.textOf(password, random)));
  }

  /**
   * What would be kept of a password.
   *
   * @param asker the loop the caller is on, where the future completes
   */
  public Future<String> hash(Loop asker, String password) {
    return make(asker, () -> hashing.hash(password, random));
  }

  /** How new passwords are kept. */
  public PasswordHashing hashing() {
    return hashing;
  }

  private <T> Future<T> make(Loop asker, Supplier<T> work) {
    Promise<T> answer = Promise.promise();
    executor.execute(
        () -> {
          T made;
          try {
            made = work.get();
          } catch (RuntimeException | OutOfMemoryError e) { // Memory is what Argon2 takes.
            run(asker, () -> answer.fail(e));
            return;
          }
          run(asker, () -> answer.complete(made));
        });
    return answer.future();
  }

  private static void run(Loop asker, Runnable task) {
    if (asker.inThread()) {
      task.run();
    } else {
      asker.execute(task);
    }
  }
}
