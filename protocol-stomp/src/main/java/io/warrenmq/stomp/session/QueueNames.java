package io.warrenmq.stomp.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.warrenmq.stomp.destination.Destination;
import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/** The names of queues, and sessions, that the broker chooses: RabbitMQ's. Stateless. */
public final class QueueNames {
  static final String SUBSCRIPTION = "stomp-subscription-";
  static final String REPLIES = "stomp.gen-";

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
  private static final int RANDOM_BYTES = 16;
  // Erlang's external term format: of a tuple of two, of an empty list, of one of bytes.
  private static final byte[] PAIR = {(byte) 131, 104, 2};
  private static final int NIL = 106;
  private static final int STRING = 107;

  private QueueNames() {}

  /** A name that is not to be guessed. */
  public static String unique(String prefix) {
    byte[] bytes = new byte[RANDOM_BYTES];
    RANDOM.nextBytes(bytes);
    return prefix + BASE64.encodeToString(bytes);
  }

  /**
   * The queue of a subscription that outlives its client: as RabbitMQ names it, so that those which
   * were made there are found. It digests a pair of Erlang's, the destination's last part and the
   * id.
   */
  static String durable(Destination destination, String id) {
    boolean isExchange = destination.kind() == Destination.Kind.EXCHANGE;
    ByteArrayOutputStream term = new ByteArrayOutputStream();
    term.writeBytes(PAIR);
    writeText(term, isExchange ? destination.routingKey() : destination.name());
    writeText(term, id);
    return SUBSCRIPTION + BASE64.encodeToString(md5(term.toByteArray()));
  }

  private static void writeText(ByteArrayOutputStream term, String text) {
    byte[] utf8 = text.getBytes(UTF_8);
    if (utf8.length == 0) {
      term.write(NIL);
      return;
    }
    term.write(STRING);
    term.write(utf8.length >> 8);
    term.write(utf8.length);
    term.writeBytes(utf8);
  }

  @SuppressWarnings("MD5") // A name, not a secret.
  private static byte[] md5(byte[] bytes) {
    try {
      return MessageDigest.getInstance("MD5").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }
}
