package io.warrenmq.management.api;

import io.warrenmq.api.auth.Principal;
import io.warrenmq.core.metadata.MetadataRecord.UserPut;
import java.util.Base64;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Who is logged in by a cookie, and until when. Forgotten at a restart. Thread-safe. */
public final class LoginSessions {
  private static final int TOKEN_BYTES = 32;
  // Each takes some hundred bytes; beyond that the oldest go.
  private static final int LOGINS_MAX = 10_000;

  /** What is known of a user of the broker's own, when it logged in; null for others' users. */
  private record Login(Principal user, @Nullable UserPut own, long expiresAtMs) {}

  private final Map<String, Login> byToken = new ConcurrentHashMap<>();
  private final RandomGenerator random;
  private final long lastsMs;
  private final Function<String, @Nullable UserPut> users;

  /**
   * Without logins.
   *
   * @param random a secure one
   * @param lastsMs how long a login lasts, in milliseconds
   * @param users finds a user of the broker's own by the name, as it is now
   */
  public LoginSessions(
      RandomGenerator random, long lastsMs, Function<String, @Nullable UserPut> users) {
    this.random = random;
    this.lastsMs = lastsMs;
    this.users = users;
  }

  /** Logs in; gives the secret by which it is known. */
  String add(Principal user, long nowMs) {
    byToken.values().removeIf(login -> login.expiresAtMs <= nowMs);
    if (byToken.size() >= LOGINS_MAX) {
      byToken.entrySet().stream()
          .min(Comparator.comparingLong(entry -> entry.getValue().expiresAtMs))
          .ifPresent(oldest -> byToken.remove(oldest.getKey()));
    }
    byte[] secret = new byte[TOKEN_BYTES];
    random.nextBytes(secret);
    String token = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    byToken.put(token, new Login(user, users.apply(user.name()), nowMs + lastsMs));
    return token;
  }

  /**
   * Who has logged in, with the tags of now; {@code null} when nobody has, when it is too long ago,
   * and when the user has gone since or has another password.
   */
  @Nullable Principal find(String token, long nowMs) {
    Login login = byToken.get(token);
    if (login == null || login.expiresAtMs <= nowMs) {
      return null;
    }
    UserPut then = login.own;
    if (then == null) {
      return login.user;
    }
    UserPut now = users.apply(then.name());
    return now == null || !now.passwordHash().equals(then.passwordHash())
        ? null
        : new Principal(now.name(), now.tags());
  }

  /** Logs out. */
  void remove(String token) {
    byToken.remove(token);
  }

  /** How long a login lasts, in seconds. */
  long lastsSeconds() {
    return lastsMs / 1000;
  }
}
