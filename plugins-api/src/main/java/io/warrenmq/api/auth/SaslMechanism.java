package io.warrenmq.api.auth;

import io.warrenmq.api.plugin.Plugin;
import io.warrenmq.api.transport.TransportInfo;

/**
 * A SASL mechanism; {@link #name} is its registered name, for example {@code PLAIN}. Thread-safe.
 */
public interface SaslMechanism extends Plugin {
  /** Whether it can be offered to this peer: EXTERNAL needs a client certificate. */
  default boolean isOffered(TransportInfo transport) {
    return true;
  }

  /** Begins one authentication. */
  SaslExchange begin(TransportInfo transport);

  /** One authentication under way. Confined to the connection's loop. */
  interface SaslExchange {
    /**
     * Takes the client's (initial) response.
     *
     * @param response the bytes; empty when the client sent none
     */
    SaslStep respond(byte[] response);
  }

  /** What comes next. */
  sealed interface SaslStep {
    /** No data. */
    byte[] NOTHING = {};

    /**
     * The client must answer this.
     *
     * @param challenge the bytes
     */
    record Challenge(byte[] challenge) implements SaslStep {}

    /**
     * The mechanism has what it needs; the authenticators decide.
     *
     * @param credentials what the client showed
     * @param successData what the client is told when they allow it, empty for nothing. A protocol
     *     that has no room for it beside its success sends it as a challenge, which the client
     *     answers with nothing (RFC 4422 §4)
     */
    record Show(Credentials credentials, byte[] successData) implements SaslStep {
      /** With nothing to tell the client. */
      public Show(Credentials credentials) {
        this(credentials, NOTHING);
      }
    }

    /**
     * The client's bytes are not of the mechanism's form. The protocol answers as it does whatever
     * it cannot read.
     *
     * @param reason for the log
     */
    record Malformed(String reason) implements SaslStep {}

    /**
     * The client may not log in with what it showed.
     *
     * @param reason for the log
     * @param failureData what the client is told, empty for nothing; left out by a protocol that
     *     has no room for it
     */
    record Refused(String reason, byte[] failureData) implements SaslStep {
      /** With nothing to tell the client. */
      public Refused(String reason) {
        this(reason, NOTHING);
      }
    }
  }
}
