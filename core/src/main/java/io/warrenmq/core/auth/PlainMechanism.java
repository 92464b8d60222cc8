package io.warrenmq.core.auth;

import io.warrenmq.api.auth.Credentials;
import io.warrenmq.api.auth.SaslMechanism;
import io.warrenmq.api.transport.TransportInfo;
import java.nio.charset.StandardCharsets;

/** SASL PLAIN, RFC 4616: name and password in the clear. Thread-safe. */
public final class PlainMechanism implements SaslMechanism {
  @Override
  public String name() {
    return "PLAIN";
  }

  @Override
  public SaslExchange begin(TransportInfo transport) {
    return new InitialResponse(PlainMechanism::read);
  }

  private static SaslStep read(byte[] response) {
    int first = indexOfNul(response, 0);
    int second = first < 0 ? -1 : indexOfNul(response, first + 1);
    if (second < 0 || indexOfNul(response, second + 1) >= 0) {
      return new SaslStep.Malformed("the PLAIN response is not identity NUL name NUL password");
    }
    String authorizeAs = text(response, 0, first);
    String user = text(response, first + 1, second);
    String password = text(response, second + 1, response.length);
    if (!authorizeAs.isEmpty() && !authorizeAs.equals(user)) {
      return new SaslStep.Refused("user '" + user + "' may not act as '" + authorizeAs + "'");
    }
    return new SaslStep.Show(new Credentials.Password(user, password));
  }

  private static int indexOfNul(byte[] bytes, int from) {
    for (int i = from; i < bytes.length; i++) {
      if (bytes[i] == 0) {
        return i;
      }
    }
    return -1;
  }

  private static String text(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.UTF_8);
  }
}
