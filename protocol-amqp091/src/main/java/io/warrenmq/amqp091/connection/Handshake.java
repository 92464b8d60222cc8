package io.warrenmq.amqp091.connection;

import io.vertx.core.AsyncResult;
import io.warrenmq.amqp091.error.AmqpFault;
import io.warrenmq.amqp091.error.ReplyCode;
import io.warrenmq.amqp091.message.FieldValues;
import io.warrenmq.amqp091.method.ConnectionMethod.ConnectionOpen;
import io.warrenmq.amqp091.method.ConnectionMethod.ConnectionSecure;
import io.warrenmq.amqp091.method.ConnectionMethod.ConnectionSecureOk;
import io.warrenmq.amqp091.method.ConnectionMethod.ConnectionStart;
import io.warrenmq.amqp091.method.ConnectionMethod.ConnectionStartOk;
import io.warrenmq.amqp091.method.ConnectionMethod.ConnectionTuneOk;
import io.warrenmq.amqp091.method.Method;
import io.warrenmq.amqp091.method.MethodId;
import io.warrenmq.amqp091.wire.LongString;
import io.warrenmq.api.auth.Credentials;
import io.warrenmq.api.auth.Principal;
import io.warrenmq.api.auth.SaslMechanism;
import io.warrenmq.api.auth.SaslMechanism.SaslExchange;
import io.warrenmq.api.auth.SaslMechanism.SaslStep;
import io.warrenmq.api.broker.BrokerAccess;
import io.warrenmq.api.broker.BrokerConnection;
import io.warrenmq.api.broker.ConnectionDetails;
import io.warrenmq.api.broker.ConnectionHandle;
import io.warrenmq.api.broker.ConnectionRequest;
import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.protocol.Transport;
import io.warrenmq.api.resource.Arguments;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From the protocol header to an open connection. Confined to the connection's loop.
 *
 * <pre>
 *   STARTING ── start-ok ──▶ SECURING ── secure-ok, as often as the mechanism asks ──▶ SECURING
 *   SECURING ── credentials accepted, the mechanism's last word answered: tune sent ──▶ TUNING ── tune-ok ──▶ OPENING ── open: vhost opened ──▶ (done)
 * </pre>
 *
 * The states are RabbitMQ's, since their names are in the texts that clients see. A client that has
 * not authenticated is not trusted: its faults close the socket after a delay, without a word.
 */
final class Handshake {
  /** States, in order. */
  enum State {
    STARTING,
    SECURING,
    TUNING,
    OPENING
  }

  /** The connection, as seen from here. */
  interface Outcome {
    void send(Method method);

    /** No further frames until {@link #resume}. */
    void suspend();

    void resume();

    void onTuned(Tuning tuning);

    /** The connection is open; the client does not know yet. */
    void onOpen(BrokerConnection opened, ClientCapabilities capabilities, Tuning tuning);

    /** The client gets connection.close, as if sent in answer to the method of that id. */
    void onRefused(AmqpFault fault, int methodId);

    /** The socket is closed after a delay, without a word. */
    void onDistrusted(String reason);

    boolean isClosed();
  }

  private static final Logger LOG = LoggerFactory.getLogger(Handshake.class);

  private final Transport transport;
  private final BrokerAccess broker;
  private final Outcome outcome;
  private final ConnectionHandle handle;
  private State state = State.STARTING;
  private Arguments clientProperties = Arguments.NONE;
  private ClientCapabilities capabilities = ClientCapabilities.NONE;
  private String mechanismName = "";
  private @Nullable SaslExchange exchange;
  private @Nullable Principal principal;
  private Tuning tuning = new Tuning(0, 0, 0);

  Handshake(Transport transport, BrokerAccess broker, Outcome outcome, ConnectionHandle handle) {
    this.transport = transport;
    this.broker = broker;
    this.outcome = outcome;
    this.handle = handle;
  }

  /** Greets the client. */
  void start() {
    String mechanisms =
        mechanisms().stream().map(SaslMechanism::name).collect(Collectors.joining(" "));
    outcome.send(
        new ConnectionStart(
            0,
            9,
            ServerProperties.of(broker.info()),
            LongString.of(mechanisms),
            LongString.of("en_US")));
  }

  State state() {
    return state;
  }

  /**
   * Takes a method.
   *
   * @throws AmqpFault when it is not acceptable; what the client gets to see of that depends on
   *     {@link #state}
   */
  void onMethod(Method method) {
    if (method instanceof ConnectionStartOk startOk && state == State.STARTING) {
      onStartOk(startOk);
    } else if (method instanceof ConnectionSecureOk secureOk && state == State.SECURING) {
      authenticate(secureOk.response().toByteArray());
    } else if (method instanceof ConnectionTuneOk tuneOk && state == State.TUNING) {
      onTuneOk(tuneOk);
    } else if (method instanceof ConnectionOpen open && state == State.OPENING) {
      onOpen(open);
    } else {
      throw new AmqpFault(
          ReplyCode.CHANNEL_ERROR,
          "unexpected method in connection state "
              + state.name().toLowerCase(java.util.Locale.ROOT));
    }
  }

  private void onStartOk(ConnectionStartOk method) {
    clientProperties = FieldValues.arguments(method.clientProperties());
    capabilities = ClientCapabilities.of(clientProperties);
    mechanismName = method.mechanism();
    for (SaslMechanism mechanism : mechanisms()) {
      if (mechanism.name().equals(mechanismName)) {
        exchange = mechanism.begin(transport.info());
        state = State.SECURING;
        authenticate(method.response().toByteArray());
        return;
      }
    }
    throw new AmqpFault(
        ReplyCode.COMMAND_INVALID, "unknown authentication mechanism '" + mechanismName + "'");
  }

  private List<SaslMechanism> mechanisms() {
    return broker.saslMechanisms(transport.info());
  }

  private void authenticate(byte[] response) {
    SaslExchange current = exchange;
    if (principal != null) {
      onLastWordTaken(response);
      return;
    } else if (current == null) {
      throw new IllegalStateException("no mechanism in state " + state);
    }
    SaslStep step = current.respond(response);
    if (step instanceof SaslStep.Challenge challenge) {
      outcome.send(new ConnectionSecure(LongString.ofBytes(challenge.challenge())));
    } else if (step instanceof SaslStep.Show show) {
      Credentials shown = transport.credentials(mechanismName, show.credentials());
      check(new SaslStep.Show(shown, show.successData()));
    } else if (step instanceof SaslStep.Malformed malformed) {
      throw new AmqpFault(ReplyCode.SYNTAX_ERROR, malformed.reason());
    } else if (step instanceof SaslStep.Refused refused) {
      onLoginRefused("", refused.reason());
    }
  }

  private void check(SaslStep.Show show) {
    outcome.suspend();
    broker
        .authenticate(transport.loop(), show.credentials(), transport.info())
        .onComplete(
            result -> {
              if (!outcome.isClosed()) {
                onAuthenticated(show, result);
              }
              outcome.resume();
            });
  }

  private void onAuthenticated(SaslStep.Show show, AsyncResult<Principal> result) {
    if (result.failed()) {
      onLoginRefused(show.credentials().username(), String.valueOf(result.cause().getMessage()));
      return;
    }
    principal = result.result();
    exchange = null;
    byte[] lastWord = show.successData();
    if (lastWord.length == 0) {
      tune();
    } else { // Success is said by tune, which has no room for it.
      outcome.send(new ConnectionSecure(LongString.ofBytes(lastWord)));
    }
  }

  private void onLastWordTaken(byte[] response) {
    if (response.length > 0) {
      throw new AmqpFault(ReplyCode.SYNTAX_ERROR, "an answer to the last word of " + mechanismName);
    }
    tune();
  }

  private void tune() {
    state = State.TUNING;
    outcome.send(Tuning.offer(broker.limits()));
  }

  private void onLoginRefused(String username, String reason) {
    LOG.warn(
        "{}: login of '{}' by {} refused: {}",
        transport.info().remote(),
        username,
        mechanismName,
        reason);
    if (!capabilities.authenticationFailureClose()) {
      outcome.onDistrusted("login refused");
      return;
    }
    outcome.onRefused(
        new AmqpFault(
            ReplyCode.ACCESS_REFUSED,
            "Login was refused using authentication mechanism "
                + mechanismName
                + ". For details see the broker logfile."),
        0);
  }

  private void onTuneOk(ConnectionTuneOk method) {
    try {
      tuning = Tuning.agree(broker.limits(), method);
    } catch (AmqpFault fault) {
      // RabbitMQ: only who understands a close after a failed login understands one here.
      if (capabilities.authenticationFailureClose()) {
        outcome.onRefused(fault, MethodId.CONNECTION_TUNE);
      } else {
        outcome.onDistrusted(fault.replyText());
      }
      return;
    }
    state = State.OPENING;
    outcome.onTuned(tuning);
  }

  private void onOpen(ConnectionOpen method) {
    Principal who = principal;
    if (who == null) {
      throw new IllegalStateException("nobody authenticated in state " + state);
    }
    ConnectionRequest request =
        new ConnectionRequest(
            who,
            method.virtualHost(),
            "AMQP 0-9-1",
            transport.info(),
            transport.loop(),
            clientProperties,
            "",
            handle,
            new ConnectionDetails(
                mechanismName, tuning.frameMax(), tuning.channelMax(), tuning.heartbeatS()));
    outcome.suspend();
    broker
        .open(request)
        .onComplete(
            result -> {
              onOpened(result);
              outcome.resume();
            });
  }

  private void onOpened(AsyncResult<BrokerConnection> result) {
    if (result.succeeded() && outcome.isClosed()) {
      result.result().close(); // the client has gone in the meantime
    } else if (result.succeeded()) {
      outcome.onOpen(result.result(), capabilities, tuning);
    } else if (!outcome.isClosed()) {
      outcome.onRefused(refusal(result.cause()), MethodId.CONNECTION_OPEN);
    }
  }

  private static AmqpFault refusal(Throwable cause) {
    if (cause instanceof BrokerException refusal) {
      // RabbitMQ has one code for all that keeps a connection out of a vhost.
      return switch (refusal.kind()) {
        case NOT_FOUND, LIMIT_REACHED -> new AmqpFault(ReplyCode.NOT_ALLOWED, refusal.text());
        default -> AmqpFault.of(refusal);
      };
    }
    LOG.error("opening a connection failed", cause);
    return new AmqpFault(ReplyCode.INTERNAL_ERROR, "the connection could not be opened");
  }
}
