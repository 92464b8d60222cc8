package io.warrenmq.stomp.connection;

import io.vertx.core.Future;
import io.warrenmq.api.auth.Credentials;
import io.warrenmq.api.auth.Principal;
import io.warrenmq.api.auth.SaslMechanism;
import io.warrenmq.api.auth.SaslMechanism.SaslStep;
import io.warrenmq.api.broker.BrokerAccess;
import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.error.ErrorKind;
import io.warrenmq.api.protocol.Transport;
import io.warrenmq.api.transport.TransportInfo;
import io.warrenmq.stomp.codec.Header;
import io.warrenmq.stomp.codec.StompFault;
import io.warrenmq.stomp.codec.StompFrame;
import io.warrenmq.stomp.codec.StompVersion;
import org.jspecify.annotations.Nullable;

/**
 * What a CONNECT says: STOMP 1.2 "Connecting". Immutable.
 *
 * @param version the newest that both speak
 * @param vhost where the client wants to go
 * @param login who it says it is; {@code null} when it does not
 * @param passcode its password; {@code null} when there is none
 * @param heartBeat how often it sends, and wants to be sent, signs of life
 */
record Login(
    StompVersion version,
    String vhost,
    @Nullable String login,
    @Nullable String passcode,
    HeartBeat heartBeat) {
  private static final String EXTERNAL = "EXTERNAL"; // RFC 4422

  /**
   * Reads it.
   *
   * @throws StompFault when there is no version in common, or a header is not in order
   */
  static Login of(StompFrame connect, StompOptions options) {
    StompVersion version = StompVersion.newest(connect.text(Header.ACCEPT_VERSION));
    if (version == null) {
      throw StompFault.closing("Version mismatch", "Supported versions are 1.0,1.1,1.2\n");
    } else if (version == StompVersion.V1_0) {
      connect.trimValues();
    }
    String host = connect.text(Header.HOST);
    return new Login(
        version,
        host == null ? options.vhost() : host,
        connect.text(Header.LOGIN),
        connect.text(Header.PASSCODE),
        HeartBeat.of(connect.text(Header.HEART_BEAT)));
  }

  /** That of a client which begins with another frame. */
  static Login implicit(StompOptions options) {
    return new Login(StompVersion.V1_0, options.vhost(), null, null, HeartBeat.NONE);
  }

  /**
   * Who the client says it is: a login counts before what it showed before the protocol began, and
   * that before a certificate.
   */
  private Credentials credentials(StompOptions options, BrokerAccess broker, Transport transport) {
    Credentials before = transport.shownBefore();
    if (before != null && (login == null || login.isEmpty())) {
      return before;
    }
    TransportInfo info = transport.info();
    SaslMechanism external =
        login == null && options.certificateLogin() ? broker.saslMechanism(EXTERNAL, info) : null;
    if (external != null
        && external.begin(info).respond(SaslStep.NOTHING) instanceof SaslStep.Show show) {
      return show.credentials();
    }
    return new Credentials.Password(
        login == null ? options.defaultUser() : login,
        passcode == null ? options.defaultPassword() : passcode);
  }

  /** Checks who it is; fails with what the client is told. */
  Future<Principal> authenticate(StompOptions options, BrokerAccess broker, Transport transport) {
    Credentials shown = credentials(options, broker, transport);
    return broker
        .authenticate(transport.loop(), shown, transport.info())
        .recover(
            failure ->
                Future.failedFuture(
                    BrokerException.is(failure, ErrorKind.ACCESS_REFUSED)
                        ? bad("Access refused for user '" + shown.username() + "'")
                        : failure));
  }

  /** What the client is told when it may not come in. */
  Throwable refusal(Throwable failure) {
    if (BrokerException.is(failure, ErrorKind.NOT_FOUND)
        || BrokerException.is(failure, ErrorKind.NOT_ALLOWED)
        || BrokerException.is(failure, ErrorKind.ACCESS_REFUSED)) {
      return bad("Virtual host '" + vhost + "' access denied");
    } else if (failure instanceof BrokerException refused
        && refused.kind() == ErrorKind.LIMIT_REACHED) {
      return bad("Connection refused: " + refused.text());
    }
    return failure;
  }

  private static StompFault bad(String detail) {
    return StompFault.closing("Bad CONNECT", detail);
  }

  @Override
  public String toString() {
    return "Login[" + login + " to " + vhost + "]"; // never the passcode
  }
}
