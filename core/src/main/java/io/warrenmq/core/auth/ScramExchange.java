package io.warrenmq.core.auth;

import io.warrenmq.api.auth.Credentials;
import io.warrenmq.api.auth.SaslMechanism.SaslExchange;
import io.warrenmq.api.auth.SaslMechanism.SaslStep;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of one SCRAM authentication. RFC 5802 §5. Confined to its connection's loop.
 *
 * <pre>
 *   (new) ── client-first ──▶ server-first sent ── client-final ──▶ shown or refused: over
 * </pre>
 */
final class ScramExchange implements SaslExchange {
  private static final int MESSAGE_BYTES_MAX = 4096;

  private final Function<String, ScramKeys> keysOf;
  private final String serverNonce;
  private boolean asked;
  private boolean over;
  private @Nullable Begun begun;

  /** What is known from the first message on. */
  private record Begun(ScramClientFirst first, ScramKeys keys, String nonce, String serverFirst) {}

  /**
   * Begins one.
   *
   * @param keysOf those of a user, and of names that are nobody's too
   * @param serverNonce printable, without commas, never used before
   */
  ScramExchange(Function<String, ScramKeys> keysOf, String serverNonce) {
    this.keysOf = keysOf;
    this.serverNonce = serverNonce;
  }

  @Override
  public SaslStep respond(byte[] response) {
    if (response.length == 0 && !asked && begun == null) { // As in InitialResponse.
      asked = true;
      return new SaslStep.Challenge(SaslStep.NOTHING);
    }
    try {
      if (over) {
        throw ScramFault.malformed("a message after the last one");
      } else if (response.length > MESSAGE_BYTES_MAX) {
        throw ScramFault.malformed("a message of more than " + MESSAGE_BYTES_MAX + " bytes");
      }
      String message = ScramText.of(response);
      Begun current = begun;
      if (current == null) {
        return onFirst(ScramClientFirst.parse(message));
      }
      over = true;
      return onFinal(current, ScramClientFinal.parse(message));
    } catch (ScramFault fault) {
      over = true;
      return fault.step();
    }
  }

  private SaslStep onFirst(ScramClientFirst first) {
    if (!first.authorizeAs().isEmpty() && !first.authorizeAs().equals(first.user())) {
      throw ScramFault.refused(
          "other-error",
          "user '" + first.user() + "' may not act as '" + first.authorizeAs() + "'");
    }
    ScramKeys keys = keysOf.apply(first.user());
    String nonce = first.nonce() + serverNonce;
    String serverFirst =
        "r=%s,s=%s,i=%d"
            .formatted(nonce, Base64.getEncoder().encodeToString(keys.salt()), keys.iterations());
    begun = new Begun(first, keys, nonce, serverFirst);
    return new SaslStep.Challenge(utf8(serverFirst));
  }

  private static SaslStep onFinal(Begun begun, ScramClientFinal last) {
    String user = begun.first.user();
    if (!MessageDigest.isEqual(last.gs2Header(), utf8(begun.first.gs2Header()))) {
      throw ScramFault.refused(
          "channel-bindings-dont-match", "user '" + user + "' - SCRAM: not the header of before");
    } else if (!last.nonce().equals(begun.nonce)) {
      throw ScramFault.refused("other-error", "user '" + user + "' - SCRAM: another nonce");
    }
    String signed = begun.first.bare() + "," + begun.serverFirst + "," + last.withoutProof();
    if (!isProved(begun.keys, signed, last.proof())) {
      throw ScramFault.refused("invalid-proof", "user '" + user + "' - invalid credentials");
    }
    byte[] signature = begun.keys.hash().hmac(begun.keys.serverKey(), signed);
    return new SaslStep.Show(
        new Credentials.Exchanged(user, begun.keys.hash().mechanism()),
        utf8("v=" + Base64.getEncoder().encodeToString(signature)));
  }

  private static boolean isProved(ScramKeys keys, String signed, byte[] proof) {
    byte[] clientKey = keys.hash().hmac(keys.storedKey(), signed);
    if (proof.length != clientKey.length) {
      return false;
    }
    for (int i = 0; i < clientKey.length; i++) {
      clientKey[i] ^= proof[i];
    }
    return MessageDigest.isEqual(keys.hash().digest(clientKey), keys.storedKey());
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
