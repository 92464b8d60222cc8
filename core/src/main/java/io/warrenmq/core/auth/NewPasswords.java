package io.warrenmq.core.auth;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.core.metadata.MetadataRecord.UserPut;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/** Makes of a new password what is kept of it, off the loops. Thread-safe. */
public final class NewPasswords {
  private static final PasswordHashing HASHING = PasswordHashing.SHA256;

  private final Executor executor;
  private final RandomGenerator random;

  /**
   * Creates the maker.
   *
   * @param executor runs the hashing; its threads may be busy for long
   * @param random gives the salts
   */
  public NewPasswords(Executor executor, RandomGenerator random) {
    this.executor = executor;
    this.random = random;
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
      return Future.succeededFuture(user.withPassword("", HASHING.rabbitName(), ""));
    }
    Promise<UserPut> answer = Promise.promise();
    executor.execute(
        () -> {
          UserPut made =
              user.withPassword(
                  HASHING.hash(password, random),
                  HASHING.rabbitName(),
                  ScramKeys.textOf(password, random));
          if (asker.inThread()) {
            answer.complete(made);
          } else {
            asker.execute(() -> answer.complete(made));
          }
        });
    return answer.future();
  }
}
