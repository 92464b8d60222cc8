package io.warrenmq.core.auth;

import io.warrenmq.api.auth.Credentials;
import io.warrenmq.api.auth.SaslMechanism;
import io.warrenmq.api.transport.TransportInfo;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * AMQPLAIN: AMQP 0-9-1's own form of PLAIN, a field table without its length that has LOGIN and
 * PASSWORD as long strings. Thread-safe.
 */
public final class AmqPlainMechanism implements SaslMechanism {
  private static final int FIELDS_MAX = 16;

  @Override
  public String name() {
    return "AMQPLAIN";
  }

  @Override
  public SaslExchange begin(TransportInfo transport) {
    return new InitialResponse(AmqPlainMechanism::read);
  }

  private static SaslStep read(byte[] response) {
    String login = null;
    String password = null;
    ByteBuffer in = ByteBuffer.wrap(response);
    try {
      for (int fields = 0; in.hasRemaining(); fields++) {
        if (fields == FIELDS_MAX) {
          return new SaslStep.Malformed("the AMQPLAIN response has too many fields");
        }
        String name = text(in, in.get() & 0xFF);
        if (in.get() != 'S') {
          return new SaslStep.Malformed("field '" + name + "' of the AMQPLAIN response is no text");
        }
        String value = text(in, in.getInt());
        if (name.equals("LOGIN")) {
          login = value;
        } else if (name.equals("PASSWORD")) {
          password = value;
        }
      }
    } catch (BufferUnderflowException e) {
      return new SaslStep.Malformed("the AMQPLAIN response is cut off");
    }
    return show(login, password);
  }

  private static SaslStep show(@Nullable String login, @Nullable String password) {
    return login == null || password == null
        ? new SaslStep.Malformed("the AMQPLAIN response is missing LOGIN or PASSWORD")
        : new SaslStep.Show(new Credentials.Password(login, password));
  }

  private static String text(ByteBuffer in, int length) {
    if (length < 0 || length > in.remaining()) {
      throw new BufferUnderflowException(); // Before memory is taken for it.
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
