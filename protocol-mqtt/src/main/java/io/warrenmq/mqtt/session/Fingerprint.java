package io.warrenmq.mqtt.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.warrenmq.api.message.Message;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * What tells a message from others where the message itself is not at hand: in the records of a
 * session. It is the same after a restart. Immutable.
 *
 * @param receivedMs when the message came
 * @param high half of a digest of its routing key and bytes
 * @param low the other half
 */
public record Fingerprint(long receivedMs, long high, long low) {
  /** Of what is no queue's message. */
  public static final Fingerprint NONE = new Fingerprint(0, 0, 0);

  /** That of a message. */
  public static Fingerprint of(Message message) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(message.routingKey().getBytes(UTF_8));
      digest.update(message.bytes());
      ByteBuffer bytes = ByteBuffer.wrap(digest.digest());
      return new Fingerprint(message.receivedMs(), bytes.getLong(), bytes.getLong());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }
}
