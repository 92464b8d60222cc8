package io.warrenmq.server.restart;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AuthenticationFailureException;
import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MessageProperties;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.warrenmq.api.resource.BindingDeclaration;
import io.warrenmq.core.auth.PasswordHashing;
import io.warrenmq.core.broker.Broker;
import io.warrenmq.core.metadata.MetadataRecord.PermissionPut;
import io.warrenmq.core.metadata.MetadataRecord.UserPut;
import io.warrenmq.core.metadata.VhostSettings;
import io.warrenmq.server.boot.EmbeddedBroker;
import io.warrenmq.server.boot.StartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Definitions over a stop and a start of the broker on one data folder. */
class DefinitionsRestartIT {
  @TempDir Path folder;

  private Path data;
  private @Nullable EmbeddedBroker broker;

  @BeforeEach
  void choose() {
    data = folder.resolve("data");
  }

  @AfterEach
  void stop() {
    if (broker != null) {
      broker.close();
      broker = null;
    }
  }

  @Test
  void whatIsDurableSurvivesWithItsArguments() throws Exception {
    start();
    Map<String, Object> arguments = Map.of("x-max-length", 3, "x-dead-letter-exchange", "dead");
    try (Connection connection = connect("guest", "guest", "/")) {
      Channel channel = connection.createChannel();
      channel.exchangeDeclare("orders", BuiltinExchangeType.TOPIC, true, false, Map.of());
      channel.exchangeDeclare("all", BuiltinExchangeType.HEADERS, true, false, Map.of());
      channel.exchangeBind("all", "orders", "eu.#");
      channel.queueDeclare("invoices \uD83D\uDC07", true, false, false, arguments);
      channel.queueBind(
          "invoices \uD83D\uDC07", "all", "", Map.of("x-match", "any", "kind", "invoice"));
    }

    restart();

    try (Connection connection = connect("guest", "guest", "/")) {
      Channel channel = connection.createChannel();
      channel.exchangeDeclare("orders", BuiltinExchangeType.TOPIC, true, false, Map.of());
      // Is it not equal in all, this is refused.
      channel.queueDeclare("invoices \uD83D\uDC07", true, false, false, arguments);
      channel.confirmSelect();
      channel.basicPublish(
          "orders",
          "eu.de",
          new AMQP.BasicProperties.Builder().headers(Map.of("kind", "invoice")).build(),
          new byte[] {1});
      channel.waitForConfirmsOrDie(10_000);
      assertThat(channel.basicGet("invoices \uD83D\uDC07", true)).isNotNull();
    }
  }

  @Test
  void whatIsNotDurableDoesNotSurvive() throws Exception {
    start();
    try (Connection connection = connect("guest", "guest", "/")) {
      Channel channel = connection.createChannel();
      channel.exchangeDeclare("transient", BuiltinExchangeType.FANOUT, false, false, Map.of());
      channel.queueDeclare("transient", false, false, false, Map.of());
      channel.queueDeclare("exclusive", true, true, false, Map.of());
      channel.queueDeclare("gone", true, false, false, Map.of());
      channel.queueDelete("gone");
      channel.queueDeclare("kept", true, false, false, Map.of());
      channel.queueBind("kept", "transient", "");
      channel.queueBind("exclusive", "amq.topic", "k");
      channel.queueBind("kept", "amq.topic", "kept");
      channel.queueBind("kept", "amq.topic", "unbound");
      channel.queueUnbind("kept", "amq.topic", "unbound");

      copyData("killed"); // With the exclusive queue's connection still there.
    }
    stop();
    data = folder.resolve("killed");
    start();

    assertThat(broker.core().vhosts().find("/").queues()).containsOnlyKeys("kept");
    assertThat(broker.core().vhosts().find("/").exchange("transient")).isNull();
    assertThat(bindings("/"))
        .singleElement()
        .satisfies(binding -> assertThat(binding.routingKey()).isEqualTo("kept"));
  }

  @Test
  void vhostsUsersAndPermissionsSurvive() throws Exception {
    start();
    call(core -> core.vhosts().put("shop", new VhostSettings("d", List.of("t"), null, 5, 6)));
    call(core -> core.users().putUser(user("ann", "secret")));
    call(core -> core.users().putPermission(new PermissionPut("ann", "shop", "^a", ".*", ".*")));

    restart();

    try (Connection connection = connect("ann", "secret", "shop")) {
      connection.createChannel().queueDeclare("allowed", true, false, false, Map.of());
      assertThatThrownBy(
              () ->
                  connection.createChannel().queueDeclare("refused", true, false, false, Map.of()))
          .hasStackTraceContaining("ACCESS_REFUSED");
    }
    assertThat(broker.core().vhosts().find("shop").settings())
        .isEqualTo(new VhostSettings("d", List.of("t"), null, 5, 6));
  }

  @Test
  void theFirstUserDoesNotComeBackAfterItWasDeleted() throws Exception {
    start();
    call(core -> core.users().putUser(user("ann", "secret")));
    call(core -> core.users().deleteUser("guest"));

    restart();

    assertThatThrownBy(() -> connect("guest", "guest", "/"))
        .isInstanceOf(AuthenticationFailureException.class);
  }

  @Test
  void importedDefinitionsSurvive() throws Exception {
    Path file = folder.resolve("definitions.json");
    Files.writeString(
        file,
        """
        {"vhosts": [{"name": "imported"}],
         "queues": [{"name": "q", "vhost": "imported", "durable": true, "arguments": {"a": 1}}],
         "exchanges": [{"name": "x", "vhost": "imported", "type": "fanout"}],
         "bindings": [{"source": "x", "vhost": "imported", "destination": "q",
                       "destination_type": "queue", "routing_key": "k", "arguments": {}}]}
        """);
    start("load_definitions=" + file);

    restart();

    assertThat(
            broker.core().vhosts().find("imported").queue("q").declaration().arguments().get("a"))
        .isEqualTo(1L);
    assertThat(bindings("imported")).hasSize(1);
  }

  @Test
  void definitionsThatAreRefusedStopTheStart() throws Exception {
    Path file = folder.resolve("definitions.json");
    Files.writeString(
        file,
        """
        {"vhosts": [{"name": "imported"}],
         "queues": [{"name": "q", "vhost": "imported", "arguments": {"x-max-length": -1}}]}
        """);

    assertThatThrownBy(() -> start("load_definitions=" + file))
        .isInstanceOf(StartException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("invalid arg 'x-max-length' for queue 'q' in vhost 'imported'");

    start(); // Nothing of it is there.
    assertThat(broker.core().vhosts().find("imported")).isNull();
  }

  @Test
  void policiesSurviveAndAreInForceBeforeAnyMessageComes() throws Exception {
    start();
    Map<String, Object> policy = policy("^q", "queues", Map.of("max-length", 3L));
    Map<String, Object> cap = policy("^q", "queues", Map.of("max-length", 2L));
    Map<String, Object> alternate = policy("", "exchanges", Map.of("alternate-exchange", "rest"));
    try (Connection connection = connect("guest", "guest", "/")) {
      Channel channel = connection.createChannel();
      channel.queueDeclare("q", true, false, false, Map.of());
      channel.exchangeDeclare("rest", BuiltinExchangeType.FANOUT, true);
      channel.queueBind("q", "rest", "");
      publish(channel, "", "q", 5);
      call(core -> core.policies().put("/", false, "p", policy));
      assertThat(channel.queueDeclarePassive("q").getMessageCount()).isEqualTo(3);
      call(core -> core.policies().put("/", true, "cap", cap));
      call(core -> core.policies().put("/", false, "alternate", alternate));
      assertThat(channel.queueDeclarePassive("q").getMessageCount()).isEqualTo(2);
    }

    restart();

    try (Connection connection = connect("guest", "guest", "/")) {
      Channel channel = connection.createChannel();
      assertThat(channel.queueDeclarePassive("q").getMessageCount()).isEqualTo(2);
      publish(channel, "amq.direct", "nobody's", 3);
      assertThat(channel.queueDeclarePassive("q").getMessageCount()).isEqualTo(2);
      assertThat(new String(channel.basicGet("q", true).getBody(), UTF_8)).isEqualTo("1");
      call(core -> core.policies().delete("/", true, "cap"));
      call(core -> core.policies().delete("/", false, "p"));
      publish(channel, "", "q", 5);
      assertThat(channel.queueDeclarePassive("q").getMessageCount()).isEqualTo(6);
    }
  }

  private static Map<String, Object> policy(
      String pattern, String applyTo, Map<String, Object> definition) {
    return Map.of("pattern", pattern, "apply-to", applyTo, "definition", definition);
  }

  /** Publishes so many, numbered from 0, and waits for the confirms. */
  private static void publish(Channel channel, String exchange, String key, int count)
      throws Exception {
    channel.confirmSelect();
    for (int i = 0; i < count; i++) {
      channel.basicPublish(
          exchange, key, MessageProperties.PERSISTENT_BASIC, Integer.toString(i).getBytes(UTF_8));
    }
    channel.waitForConfirmsOrDie(10_000);
  }

  @Test
  void aQueuesIdIsNeverGivenAgain() throws Exception {
    start();
    try (Connection connection = connect("guest", "guest", "/")) {
      connection.createChannel().queueDeclare("q", true, false, false, Map.of());
    }
    long id = broker.core().vhosts().find("/").queue("q").id();
    restart();
    assertThat(broker.core().vhosts().find("/").queue("q").id()).isEqualTo(id);
    try (Connection connection = connect("guest", "guest", "/")) {
      connection.createChannel().queueDelete("q");
    }

    restart();
    try (Connection connection = connect("guest", "guest", "/")) {
      connection.createChannel().queueDeclare("q", true, false, false, Map.of());
    }

    assertThat(broker.core().vhosts().find("/").queue("q").id()).isGreaterThan(id);
  }

  @Test
  void aDamagedStoreStopsTheStartAndSaysWhere() throws Exception {
    start();
    restart();
    stop();
    Path log = data.resolve("metadata/metadata-00000001.log");
    byte[] bytes = Files.readAllBytes(log);
    bytes[4096 + 40] ^= 1;
    Files.write(log, bytes, StandardOpenOption.TRUNCATE_EXISTING);

    assertThatThrownBy(() -> start())
        .isInstanceOf(StartException.class)
        .hasMessageContaining(data.toString())
        .hasMessageContaining("file metadata-00000001.log, offset 4096")
        .hasMessageContaining("backup");
    assertThat(Files.readAllBytes(log)).isEqualTo(bytes);

    bytes[4096 + 40] ^= 1;
    Files.write(log, bytes, StandardOpenOption.TRUNCATE_EXISTING);
    start(); // The start that failed has left nothing behind.
  }

  @Test
  void twoBrokersDoNotShareAFolder() throws Exception {
    start();
    EmbeddedBroker first = broker;

    assertThatThrownBy(() -> start())
        .isInstanceOf(StartException.class)
        .hasMessageContaining("in use by another broker")
        .hasMessageContaining(Long.toString(ProcessHandle.current().pid()));

    try (Connection connection = connect("guest", "guest", "/")) {
      connection.createChannel().queueDeclare("still-served", true, false, false, Map.of());
    }
    assertThat(broker).isSameAs(first);
  }

  private void start(String... assignments) throws Exception {
    Map<String, String> settings = new HashMap<>();
    settings.put("listeners.tcp.default", "127.0.0.1:0");
    settings.put("mqtt.listeners.tcp", "none");
    for (String assignment : assignments) {
      int equals = assignment.indexOf('=');
      settings.put(assignment.substring(0, equals), assignment.substring(equals + 1));
    }
    broker = EmbeddedBroker.start(data, settings);
  }

  private void restart() throws Exception {
    stop();
    start();
  }

  /** What is on disk now, as a process leaves it that is killed. */
  private void copyData(String to) throws IOException {
    Path target = Files.createDirectories(folder.resolve(to).resolve("metadata"));
    try (Stream<Path> files = Files.list(data.resolve("metadata"))) {
      for (Path file : files.toList()) {
        Files.copy(file, target.resolve(file.getFileName()));
      }
    }
  }

  private Connection connect(String user, String password, String vhost) throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setHost("127.0.0.1");
    factory.setPort(broker.address("amqp091").getPort());
    factory.setUsername(user);
    factory.setPassword(password);
    factory.setVirtualHost(vhost);
    factory.setAutomaticRecoveryEnabled(false);
    return factory.newConnection();
  }

  private static UserPut user(String name, String password) {
    PasswordHashing hashing = PasswordHashing.SHA256;
    return new UserPut(
        name, hashing.hash(password, new Random(1)), hashing.moduleName(), Set.of("m"), -1, -1);
  }

  private List<BindingDeclaration> bindings(String vhost) throws Exception {
    return call(
        core -> core.commands().bindings(core.metadata().loop(), core.vhosts().find(vhost)));
  }

  /** Calls on the metadata loop, and waits. */
  private <T> T call(Function<Broker, Future<T>> command) throws Exception {
    Broker core = broker.core();
    Promise<T> answer = Promise.promise();
    core.metadata().run(() -> command.apply(core).onComplete(answer));
    return answer.future().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }
}
