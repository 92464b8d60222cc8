package io.warrenmq.amqp10.sasl;

import io.vertx.core.AsyncResult;
import io.warrenmq.amqp10.error.AmqpCondition;
import io.warrenmq.amqp10.error.AmqpFault;
import io.warrenmq.amqp10.performative.SaslFrame;
import io.warrenmq.api.auth.Credentials;
import io.warrenmq.api.auth.Principal;
import io.warrenmq.api.auth.SaslMechanism;
import io.warrenmq.api.auth.SaslMechanism.SaslExchange;
import io.warrenmq.api.auth.SaslMechanism.SaslStep;
import io.warrenmq.api.broker.BrokerAccess;
import io.warrenmq.api.message.Binary;
import io.warrenmq.api.message.Symbol;
import io.warrenmq.api.protocol.Transport;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One authentication, from the mechanisms to the outcome. AMQP 1.0 §5.3. Confined to the
 * connection's loop.
 *
 * <pre>
 *   MECHANISMS ── init ──▶ EXCHANGE ── shown, allowed ──▶ (done)
 *   EXCHANGE ── challenge ⇄ response
 * </pre>
 */
public final class SaslNegotiation {
  /** The connection, as seen from here. */
  public interface Outcome {
    /** Sends a frame. */
    void send(SaslFrame frame);

    /** No further frames until {@link #resume}. */
    void suspend();

    /** Goes on. */
    void resume();

    /** The client is who it says; it was told. */
    void onAuthenticated(Principal principal);

    /** It is not; it was told. */
    void onRefused(String reason);

    /** Whether the connection has ended meanwhile. */
    boolean isClosed();
  }

  private static final Logger LOG = LoggerFactory.getLogger(SaslNegotiation.class);
  private static final byte[] NOTHING = {};

  private final Transport transport;
  private final BrokerAccess broker;
  private final Outcome outcome;
  private String mechanismName = "";
  private @Nullable SaslExchange exchange;

  /** Creates it; {@link #start} begins. */
  public SaslNegotiation(Transport transport, BrokerAccess broker, Outcome outcome) {
    this.transport = transport;
    this.broker = broker;
    this.outcome = outcome;
  }

  /** Offers the mechanisms. */
  public void start() {
    List<Symbol> names =
        broker.saslMechanisms(transport.info()).stream()
            .map(mechanism -> new Symbol(mechanism.name()))
            .toList();
    outcome.send(new SaslFrame.Mechanisms(names));
  }

  /**
   * Takes a frame of the client's.
   *
   * @throws AmqpFault when it is not one that may come now
   */
  public void onFrame(SaslFrame frame) {
    if (frame instanceof SaslFrame.Init init && exchange == null) {
      onInit(init);
    } else if (frame instanceof SaslFrame.Response response && exchange != null) {
      respond(exchange, response.response().bytes());
    } else {
      throw AmqpFault.connection(
          AmqpCondition.ILLEGAL_STATE, "a SASL frame that may not come now: " + frame.code());
    }
  }

  private void onInit(SaslFrame.Init init) {
    mechanismName = init.mechanism();
    for (SaslMechanism mechanism : broker.saslMechanisms(transport.info())) {
      if (mechanism.name().equals(mechanismName)) {
        SaslExchange begun = mechanism.begin(transport.info());
        exchange = begun;
        Binary initial = init.initialResponse();
        respond(begun, initial == null ? NOTHING : initial.bytes());
        return;
      }
    }
    refuse("", "unknown authentication mechanism", NOTHING); // §5.3.3.2
  }

  private void respond(SaslExchange current, byte[] response) {
    SaslStep step = current.respond(response);
    if (step instanceof SaslStep.Challenge challenge) {
      outcome.send(new SaslFrame.Challenge(new Binary(challenge.challenge())));
    } else if (step instanceof SaslStep.Show show) {
      Credentials shown = transport.credentials(mechanismName, show.credentials());
      check(new SaslStep.Show(shown, show.successData()));
    } else if (step instanceof SaslStep.Malformed malformed) {
      refuse("", malformed.reason(), NOTHING);
    } else if (step instanceof SaslStep.Refused refused) {
      refuse("", refused.reason(), refused.failureData());
    }
  }

  private void check(SaslStep.Show show) {
    outcome.suspend();
    broker
        .authenticate(transport.loop(), show.credentials(), transport.info())
        .onComplete(
            result -> {
              if (!outcome.isClosed()) {
                onChecked(show, result);
              }
              outcome.resume();
            });
  }

  private void onChecked(SaslStep.Show show, AsyncResult<Principal> result) {
    if (result.failed()) {
      refuse(show.credentials().username(), String.valueOf(result.cause().getMessage()), NOTHING);
      return;
    }
    outcome.send(new SaslFrame.Outcome(SaslFrame.Outcome.OK, data(show.successData())));
    outcome.onAuthenticated(result.result());
  }

  private void refuse(String username, String reason, byte[] failureData) {
    LOG.warn(
        "{}: login of '{}' by {} refused: {}",
        transport.info().remote(),
        username,
        mechanismName,
        reason);
    outcome.send(new SaslFrame.Outcome(SaslFrame.Outcome.AUTH, data(failureData)));
    outcome.onRefused(reason);
  }

  private static @Nullable Binary data(byte[] bytes) {
    return bytes.length == 0 ? null : new Binary(bytes);
  }
}
