package io.warrenmq.core.auth;

import io.warrenmq.api.auth.SaslMechanism.SaslExchange;
import io.warrenmq.api.auth.SaslMechanism.SaslStep;
import java.util.function.Function;

/**
 * An exchange of one response. A client that sent none with its first frame is asked once, with an
 * empty challenge (RFC 4422 §3). Confined to its connection's loop.
 */
final class InitialResponse implements SaslExchange {
  private final Function<byte[], SaslStep> read;
  private boolean asked;

  InitialResponse(Function<byte[], SaslStep> read) {
    this.read = read;
  }

  @Override
  public SaslStep respond(byte[] response) {
    if (response.length == 0 && !asked) {
      asked = true;
      return new SaslStep.Challenge(new byte[0]);
    }
    return read.apply(response);
  }
}
