package io.warrenmq.core.vhost;

import io.warrenmq.api.auth.ResourceKind;
import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.error.ErrorKind;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.random.RandomGenerator;

/** Rules for the names of exchanges, queues and routing keys. */
final class Names {
  /** AMQP 0-9-1's short string, which bounds names in every protocol. */
  static final int BYTES_MAX = 255;

  private static final int RANDOM_BYTES = 16;

  private Names() {}

  /** Takes out CR and LF, as RabbitMQ does with every declared name, and checks the length. */
  static String clean(ResourceKind kind, String name) {
    String cleaned =
        name.indexOf('\n') < 0 && name.indexOf('\r') < 0
            ? name
            : name.replace("\n", "").replace("\r", "");
    checkLength(kind.text() + " name", cleaned);
    return cleaned;
  }

  /** Fails with TOO_LARGE above {@link #BYTES_MAX} bytes of UTF-8. */
  static void checkLength(String what, String text) {
    // A character takes at most three bytes of UTF-8 per char, so short texts need no encoding.
    if (text.length() > BYTES_MAX / 3 && text.getBytes(StandardCharsets.UTF_8).length > BYTES_MAX) {
      throw new BrokerException(
          ErrorKind.TOO_LARGE, what + " is longer than " + BYTES_MAX + " bytes");
    }
  }

  /** A name of the broker's choosing that nobody can guess: {@code amq.gen-} and 22 characters. */
  static String serverNamed(RandomGenerator random) {
    byte[] bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    return "amq.gen-" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
