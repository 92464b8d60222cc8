package io.warrenmq.server.clients.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.rabbitmq.client.AuthenticationFailureException;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.LongString;
import com.rabbitmq.client.PossibleAuthenticationFailureException;
import com.rabbitmq.client.SaslMechanism;
import com.rabbitmq.client.ShutdownSignalException;
import com.rabbitmq.client.impl.AMQConnection;
import com.rabbitmq.client.impl.LongStringHelper;
import io.warrenmq.server.clients.ClientTest;
import io.warrenmq.server.clients.Close;
import io.warrenmq.server.clients.Deliberate;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From the protocol header to {@code connection.open-ok}. */
class NegotiationIT extends ClientTest {
  private static final String REFUSED =
      "ACCESS_REFUSED - Login was refused using authentication mechanism %s. For details see the"
          + " broker logfile.";

  @Test
  void announcesItsProduct() {
    Object product = connection.getServerProperties().get("product");

    String expected = broker.departs(Deliberate.PRODUCT_NAME) ? "WarrenMQ" : "RabbitMQ";
    assertThat(product).hasToString(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"product", "version", "platform", "copyright", "information", "cluster_name"})
  void announcesServerProperty(String key) {
    assertThat(connection.getServerProperties().get(key)).isInstanceOf(LongString.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "publisher_confirms",
        "exchange_exchange_bindings",
        "basic.nack",
        "consumer_cancel_notify",
        "connection.blocked",
        "consumer_priorities",
        "authentication_failure_close",
        "per_consumer_qos",
        "direct_reply_to"
      })
  void announcesCapability(String capability) {
    Map<?, ?> all = (Map<?, ?>) connection.getServerProperties().get("capabilities");

    assertThat(all.get(capability)).isEqualTo(true);
  }

  @Test
  void announcesNoOtherCapability() {
    Map<?, ?> all = (Map<?, ?>) connection.getServerProperties().get("capabilities");

    assertThat(all).hasSize(9);
  }

  @Test
  void refusesAWrongPasswordByAClose() {
    ConnectionFactory factory = broker.factory();
    factory.setPassword("wrong");

    AuthenticationFailureException e =
        catchThrowableOfType(AuthenticationFailureException.class, factory::newConnection);

    assertThat(e).hasMessage(REFUSED.formatted("PLAIN"));
  }

  @Test
  void refusesAnUnknownUserByTheSameClose() {
    ConnectionFactory factory = broker.factory();
    factory.setUsername("nobody");

    AuthenticationFailureException e =
        catchThrowableOfType(AuthenticationFailureException.class, factory::newConnection);

    assertThat(e).hasMessage(REFUSED.formatted("PLAIN"));
  }

  @Test
  void refusesAnEmptyPassword() {
    ConnectionFactory factory = broker.factory();
    factory.setPassword("");

    assertThat(catchThrowable(factory::newConnection))
        .isInstanceOf(AuthenticationFailureException.class);
  }

  @Test
  void hangsUpOnAWrongPasswordWithoutTheCapability() {
    ConnectionFactory factory = broker.factory();
    factory.setPassword("wrong");
    Map<String, Object> properties = new HashMap<>(AMQConnection.defaultClientProperties());
    properties.put("capabilities", Map.of());
    factory.setClientProperties(properties);

    Throwable e = catchThrowable(factory::newConnection);

    assertThat(e).isInstanceOf(PossibleAuthenticationFailureException.class);
    assertThat(e).isNotInstanceOf(AuthenticationFailureException.class);
  }

  @Test
  void refusesAVhostThatIsMissing() {
    ConnectionFactory factory = broker.factory();
    factory.setVirtualHost("nowhere");

    assertThat(refusal(factory))
        .isEqualTo(Close.connection(530, "NOT_ALLOWED - vhost nowhere not found"));
  }

  @Test
  void refusesAVhostWithoutAGrant() {
    ConnectionFactory factory = broker.factory();
    factory.setUsername("limited");
    factory.setPassword("limited");
    factory.setVirtualHost("clients-other");

    assertThat(refusal(factory))
        .isEqualTo(
            Close.connection(
                530, "NOT_ALLOWED - access to vhost 'clients-other' refused for user 'limited'"));
  }

  @Test
  void refusesAUserWithoutAnyGrant() {
    ConnectionFactory factory = broker.factory();
    factory.setUsername("outsider");
    factory.setPassword("outsider");

    assertThat(refusal(factory))
        .isEqualTo(
            Close.connection(530, "NOT_ALLOWED - access to vhost '/' refused for user 'outsider'"));
  }

  @Test
  void opensAnotherVhost() throws Exception {
    ConnectionFactory factory = broker.factory();
    factory.setVirtualHost("clients-other");

    assertThat(connect(factory).isOpen()).isTrue();
  }

  @Test
  void keepsVhostsApart() throws Exception {
    ConnectionFactory factory = broker.factory();
    factory.setVirtualHost("clients-other");
    String queue = queue();

    Close close = Close.of(connect(factory), c -> c.queueDeclarePassive(queue));

    assertThat(close)
        .isEqualTo(
            Close.channel(
                404, "NOT_FOUND - no queue '%s' in vhost 'clients-other'".formatted(queue)));
  }

  @Test
  void offersItsLimits() throws Exception {
    ConnectionFactory factory = broker.factory();
    factory.setRequestedHeartbeat(60);

    var tuned = connect(factory);

    assertThat(tuned.getChannelMax()).isEqualTo(2047);
    assertThat(tuned.getFrameMax()).isEqualTo(131072);
    assertThat(tuned.getHeartbeat()).isEqualTo(60);
  }

  @Test
  void takesTheClientsLowerChannelMax() throws Exception {
    ConnectionFactory factory = broker.factory();
    factory.setRequestedChannelMax(2);
    var tuned = connect(factory);
    tuned.createChannel();
    tuned.createChannel();

    assertThat(tuned.getChannelMax()).isEqualTo(2);
    assertThat(tuned.createChannel()).isNull();
  }

  @Test
  void splitsABodyByTheClientsFrameMax() throws Exception {
    ConnectionFactory factory = broker.factory();
    factory.setRequestedFrameMax(8192);
    var tuned = connect(factory);
    channel = tuned.createChannel();
    String queue = queue();
    byte[] body = new byte[100_000];
    body[99_999] = 7;

    channel.basicPublish("", queue, null, body);

    assertThat(tuned.getFrameMax()).isEqualTo(8192);
    assertThat(take(queue).getBody()).isEqualTo(body);
  }

  @Test
  void worksWithTheSmallestFrameMax() throws Exception {
    ConnectionFactory factory = broker.factory();
    factory.setRequestedFrameMax(4096);
    channel = connect(factory).createChannel();
    String queue = queue();

    channel.basicPublish("", queue, null, new byte[20_000]);

    assertThat(take(queue).getBody()).hasSize(20_000);
  }

  @Test
  void acceptsAHigherHeartbeatOfTheClient() throws Exception {
    ConnectionFactory factory = broker.factory();
    factory.setRequestedHeartbeat(30);

    assertThat(connect(factory).getHeartbeat()).isEqualTo(30);
  }

  @Test
  void logsInByAmqplain() throws Exception {
    assertThat(connect(mechanism("AMQPLAIN", amqplain("guest", "guest"))).isOpen()).isTrue();
  }

  @Test
  void refusesAWrongPasswordOfAmqplain() {
    ConnectionFactory factory = mechanism("AMQPLAIN", amqplain("guest", "wrong"));

    assertThat(catchThrowable(factory::newConnection))
        .isInstanceOf(AuthenticationFailureException.class)
        .hasMessage(REFUSED.formatted("AMQPLAIN"));
  }

  @Test
  void logsInAnonymously() throws Exception {
    assertThat(connect(mechanism("ANONYMOUS", new byte[0])).isOpen()).isTrue();
  }

  @Test
  void hangsUpOnExternalWithoutACertificate() {
    ConnectionFactory factory = mechanism("EXTERNAL", new byte[0]);

    assertThat(catchThrowable(factory::newConnection))
        .isInstanceOf(PossibleAuthenticationFailureException.class);
  }

  @Test
  void hangsUpOnAMechanismThatItDoesNotOffer() {
    ConnectionFactory factory = mechanism("X-NOVELTY", new byte[0]);

    Throwable e = catchThrowable(factory::newConnection);

    assertThat(e).isInstanceOf(PossibleAuthenticationFailureException.class);
  }

  @Test
  void hangsUpOnAMalformedPlainResponse() {
    ConnectionFactory factory =
        mechanism("PLAIN", "no separators".getBytes(StandardCharsets.US_ASCII));

    assertThat(catchThrowable(factory::newConnection))
        .isInstanceOf(PossibleAuthenticationFailureException.class);
  }

  private static byte[] amqplain(String user, String password) {
    var bytes = new ByteArrayOutputStream();
    for (String[] field : new String[][] {{"LOGIN", user}, {"PASSWORD", password}}) {
      bytes.write(field[0].length());
      bytes.writeBytes(field[0].getBytes(StandardCharsets.US_ASCII));
      bytes.write('S');
      bytes.writeBytes(new byte[] {0, 0, 0, (byte) field[1].length()});
      bytes.writeBytes(field[1].getBytes(StandardCharsets.US_ASCII));
    }
    return bytes.toByteArray();
  }

  private ConnectionFactory mechanism(String name, byte[] response) {
    ConnectionFactory factory = broker.factory();
    factory.setSaslConfig(
        offered ->
            new SaslMechanism() {
              @Override
              public String getName() {
                return name;
              }

              @Override
              public LongString handleChallenge(LongString challenge, String u, String p) {
                return LongStringHelper.asLongString(response);
              }
            });
    return factory;
  }

  private static Close refusal(ConnectionFactory factory) {
    Throwable e = catchThrowable(factory::newConnection);
    assertThat(e).isInstanceOf(IOException.class);
    return Close.from((ShutdownSignalException) e.getCause());
  }
}
