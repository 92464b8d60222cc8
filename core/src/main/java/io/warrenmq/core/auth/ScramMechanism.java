package io.warrenmq.core.auth;

import io.warrenmq.api.auth.SaslMechanism;
import io.warrenmq.api.transport.TransportInfo;
import io.warrenmq.core.metadata.MetadataRecord.UserPut;
import java.util.Base64;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * SCRAM-SHA-256 or SCRAM-SHA-512, RFC 5802 and RFC 7677, without channel binding: the password does
 * not leave the client, and the server proves itself too. Knows the broker's own users, of which it
 * has keys since their password was set here. Thread-safe.
 */
public final class ScramMechanism implements SaslMechanism {
  private static final int NONCE_BYTES = 18;

  private final ScramHash hash;
  private final UserStore users;
  private final RandomGenerator random;

  /**
   * Creates the mechanism.
   *
   * @param random nobody can foretell it
   */
  ScramMechanism(ScramHash hash, UserStore users, RandomGenerator random) {
    this.hash = hash;
    this.users = users;
    this.random = random;
  }

  /**
   * The mechanism with each hash function.
   *
   * @param random nobody can foretell it
   */
  public static List<SaslMechanism> all(UserStore users, RandomGenerator random) {
    return Stream.of(ScramHash.values())
        .<SaslMechanism>map(hash -> new ScramMechanism(hash, users, random))
        .toList();
  }

  @Override
  public String name() {
    return hash.mechanism();
  }

  @Override
  public SaslExchange begin(TransportInfo transport) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    return new ScramExchange(this::keys, Base64.getEncoder().encodeToString(nonce));
  }

  private ScramKeys keys(String name) {
    // Made for those who exist too: it takes time.
    ScramKeys decoy = ScramKeys.decoy(hash, users.decoySecret(), name);
    UserPut user = users.find(name);
    @Nullable ScramKeys own = user == null ? null : ScramKeys.parse(hash, user.scram());
    return own == null ? decoy : own;
  }
}
