package io.warrenmq.server.clients.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.rabbitmq.client.AuthenticationFailureException;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.LongString;
import com.rabbitmq.client.SaslMechanism;
import com.rabbitmq.client.impl.LongStringHelper;
import io.warrenmq.server.boot.EmbeddedBroker;
import io.warrenmq.server.clients.ScramClient;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SCRAM-SHA-256 over AMQP 0-9-1, on a broker of its own: RabbitMQ has no such mechanism. */
class ScramIT {
  private static final Map<String, String> WITH_SCRAM =
      Map.of("auth_mechanisms.1", "SCRAM-SHA-256", "auth_mechanisms.2", "PLAIN");

  @TempDir Path data;
  private EmbeddedBroker broker;

  @BeforeEach
  void start() throws Exception {
    start(WITH_SCRAM);
  }

  private void start(Map<String, String> mechanisms) throws Exception {
    Map<String, String> settings = new HashMap<>(mechanisms);
    settings.put("listeners.tcp.default", "127.0.0.1:0");
    settings.put("mqtt.listeners.tcp", "none");
    broker = EmbeddedBroker.start(data, settings);
  }

  @AfterEach
  void stop() {
    broker.close();
  }

  @Test
  void logsIn() throws Exception {
    Scram scram = new Scram("guest", "guest");

    try (Connection connection = connect(scram)) {
      assertThat(connection.isOpen()).isTrue();
    }
    assertThat(scram.serverProved).isTrue();
  }

  @Test
  void logsInAfterARestart() throws Exception {
    broker.close();
    start(WITH_SCRAM);
    Scram scram = new Scram("guest", "guest");

    try (Connection connection = connect(scram)) {
      assertThat(connection.isOpen()).isTrue();
    }
    assertThat(scram.serverProved).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"guest, wrong", "nobody, guest"})
  void refusesAWrongPasswordAndAnUnknownUserAlike(String user, String password) {
    AuthenticationFailureException refused =
        catchThrowableOfType(
            AuthenticationFailureException.class, () -> connect(new Scram(user, password)));

    assertThat(refused)
        .hasMessage(
            "ACCESS_REFUSED - Login was refused using authentication mechanism SCRAM-SHA-256. For"
                + " details see the broker logfile.");
  }

  @Test
  void isNotOfferedUnlessItIsConfigured() throws Exception {
    broker.close();
    start(Map.of());
    ConnectionFactory factory = factory();
    StringBuilder offered = new StringBuilder();
    factory.setSaslConfig(
        mechanisms -> {
          offered.append(String.join(" ", mechanisms));
          return com.rabbitmq.client.DefaultSaslConfig.PLAIN.getSaslMechanism(mechanisms);
        });

    factory.newConnection().close();

    assertThat(offered.toString()).isEqualTo("PLAIN AMQPLAIN ANONYMOUS");
  }

  private ConnectionFactory factory() {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setHost("127.0.0.1");
    factory.setPort(broker.address("amqp091").getPort());
    factory.setAutomaticRecoveryEnabled(false);
    return factory;
  }

  private Connection connect(Scram scram) throws Exception {
    ConnectionFactory factory = factory();
    factory.setSaslConfig(mechanisms -> scram);
    return factory.newConnection();
  }

  /** Of the user that it was made with. */
  private static final class Scram implements SaslMechanism {
    private final ScramClient client;
    private int step;
    private boolean serverProved;

    Scram(String user, String password) {
      client = new ScramClient(user, password);
    }

    @Override
    public String getName() {
      return ScramClient.NAME;
    }

    @Override
    public LongString handleChallenge(LongString challenge, String username, String password) {
      switch (step++) {
        case 0:
          return LongStringHelper.asLongString(client.first());
        case 1:
          return LongStringHelper.asLongString(client.last(challenge.getBytes()));
        default:
          serverProved = client.isServersProof(challenge.getBytes());
          return LongStringHelper.asLongString("");
      }
    }
  }
}
