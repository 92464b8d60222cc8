package io.warrenmq.mqtt.connection;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.warrenmq.api.auth.Principal;
import io.warrenmq.api.auth.SaslMechanism;
import io.warrenmq.api.auth.SaslMechanism.SaslExchange;
import io.warrenmq.api.auth.SaslMechanism.SaslStep;
import io.warrenmq.api.broker.BrokerAccess;
import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.error.ErrorKind;
import io.warrenmq.api.protocol.ReadGate;
import io.warrenmq.api.protocol.Transport;
import io.warrenmq.mqtt.codec.PacketWriter;
import io.warrenmq.mqtt.codec.Property;
import io.warrenmq.mqtt.message.PropertyWriter;
import io.warrenmq.mqtt.packet.AuthPacket;
import io.warrenmq.mqtt.packet.MqttFault;
import io.warrenmq.mqtt.packet.ReasonCode;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Enhanced authentication, MQTT 5.0 §4.12: a SASL mechanism whose messages come in CONNECT and AUTH
 * and leave in AUTH and CONNACK. Of one connection, for its login and each time that the client
 * proves itself anew. Confined to the connection's loop.
 *
 * <pre>
 *   CONNECT or AUTH 0x19 ──▶ under way ── the mechanism asks: AUTH 0x18, answered by AUTH 0x18 ──▶ under way
 *   under way ── allowed: CONNACK or AUTH 0x00 · refused: CONNACK or DISCONNECT ──▶ over
 * </pre>
 */
final class Authentication {
  private static final Logger LOG = LoggerFactory.getLogger(Authentication.class);

  private final BrokerAccess broker;
  private final Transport transport;
  private final PacketWriter writer;
  private final ReadGate gate;
  private final String method;
  private final SaslMechanism mechanism;
  private @Nullable SaslExchange exchange; // while it is under way
  private Promise<Principal> ended = Promise.promise();
  private byte[] lastWord = SaslStep.NOTHING;
  private @Nullable Principal principal;
  private boolean closed;

  /**
   * For a client that has asked for a method.
   *
   * @throws MqttFault when it is not offered
   */
  Authentication(
      Node node, Transport transport, PacketWriter writer, ReadGate gate, String method) {
    this.broker = node.broker();
    this.transport = transport;
    this.writer = writer;
    this.gate = gate;
    this.method = method;
    SaslMechanism found =
        node.options().authMechanisms().contains(method)
            ? broker.saslMechanism(method, transport.info())
            : null;
    if (found == null) {
      throw new MqttFault(
          ReasonCode.BAD_AUTHENTICATION_METHOD, "authentication method '" + method + "'");
    }
    this.mechanism = found;
  }

  /**
   * Begins the login. The gate is open while the client is to answer, and closed otherwise.
   *
   * @param data of CONNECT; {@code null} for none
   * @return who the client is, once it has proved that
   */
  Future<Principal> login(byte @Nullable [] data) {
    return begin(data).onSuccess(who -> principal = who);
  }

  private Future<Principal> begin(byte @Nullable [] data) {
    exchange = mechanism.begin(transport.info());
    ended = Promise.promise();
    lastWord = SaslStep.NOTHING;
    respond(exchange, data);
    return ended.future();
  }

  /**
   * Takes an AUTH.
   *
   * @param onRefused told when the client has not proved anew that it is who it was
   */
  void onAuth(AuthPacket auth, Consumer<Throwable> onRefused) {
    SaslExchange current = exchange;
    boolean anew = auth.reasonCode() == ReasonCode.REAUTHENTICATE;
    if (!method.equals(auth.method())) { // [MQTT-4.12.0-5], [MQTT-4.12.1-1]
      throw MqttFault.protocol("another authentication method than before");
    } else if (current != null && !anew) {
      respond(current, auth.data());
    } else if (current == null && anew) {
      renew(auth.data(), onRefused);
    } else {
      throw MqttFault.protocol(
          anew ? "a second authentication at a time" : "an AUTH that nothing was asked for");
    }
  }

  private void renew(byte @Nullable [] data, Consumer<Throwable> onRefused) {
    String name = Objects.requireNonNull(principal).name();
    begin(data)
        .map(
            who -> {
              onAnew(name, who);
              return who;
            })
        .onFailure(cause -> onRefused.accept(forClient(cause)))
        .onComplete(done -> gate.open(ReadGate.ANSWER));
  }

  private void onAnew(String name, Principal who) {
    if (closed) {
      return;
    } else if (!who.name().equals(name)) { // All that is open is the former user's.
      throw new MqttFault(
          ReasonCode.NOT_AUTHORIZED,
          "user '" + name + "' has authenticated anew as '" + who.name() + "'");
    }
    writer.auth(ReasonCode.SUCCESS, properties(lastWord));
  }

  /** Why somebody is refused is for the log alone, and DISCONNECT says a fault's text. */
  private Throwable forClient(Throwable cause) {
    if (cause instanceof BrokerException refusal) {
      LOG.warn("{}: {}", transport.info().remote(), refusal.text());
      return new MqttFault(ReasonCode.NOT_AUTHORIZED, "authentication refused");
    }
    return cause;
  }

  private void respond(SaslExchange current, byte @Nullable [] data) {
    SaslStep step = current.respond(data == null ? SaslStep.NOTHING : data);
    if (step instanceof SaslStep.Challenge challenge) {
      writer.auth(ReasonCode.CONTINUE_AUTHENTICATION, properties(challenge.challenge()));
      gate.open(ReadGate.ANSWER);
      return;
    }
    exchange = null;
    if (step instanceof SaslStep.Show show) {
      gate.close(ReadGate.ANSWER);
      broker
          .authenticate(transport.loop(), show.credentials(), transport.info())
          .onSuccess(who -> lastWord = show.successData())
          .onComplete(ended);
    } else if (step instanceof SaslStep.Refused refused) {
      lastWord = refused.failureData();
      ended.fail(new BrokerException(ErrorKind.ACCESS_REFUSED, refused.reason()));
    } else if (step instanceof SaslStep.Malformed malformed) {
      ended.fail(MqttFault.malformed(malformed.reason()));
    }
  }

  private PropertyWriter properties(byte[] data) {
    PropertyWriter properties = new PropertyWriter();
    write(data, properties);
    return properties;
  }

  private void write(byte[] data, PropertyWriter properties) {
    properties.text(Property.AUTHENTICATION_METHOD, method);
    if (data.length > 0) {
      properties.binary(Property.AUTHENTICATION_DATA, data);
    }
  }

  /** Adds what CONNACK says of it: [MQTT-4.12.0-5]. */
  void addTo(PropertyWriter connack) {
    write(lastWord, connack);
  }

  /** The connection has gone: nothing is written any more. */
  void close() {
    closed = true;
  }
}
