package io.warrenmq.server.clients.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.http.client.Client;
import com.rabbitmq.http.client.ClientParameters;
import com.rabbitmq.http.client.GetAckMode;
import com.rabbitmq.http.client.GetEncoding;
import com.rabbitmq.http.client.domain.BindingInfo;
import com.rabbitmq.http.client.domain.ConnectionInfo;
import com.rabbitmq.http.client.domain.ExchangeInfo;
import com.rabbitmq.http.client.domain.InboundMessage;
import com.rabbitmq.http.client.domain.OutboundMessage;
import com.rabbitmq.http.client.domain.OverviewResponse;
import com.rabbitmq.http.client.domain.Page;
import com.rabbitmq.http.client.domain.PolicyInfo;
import com.rabbitmq.http.client.domain.QueryParameters;
import com.rabbitmq.http.client.domain.QueueInfo;
import com.rabbitmq.http.client.domain.UserPermissions;
import io.warrenmq.server.boot.EmbeddedBroker;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hop, RabbitMQ's own client of its HTTP API for Java, against ours. */
class HopIT {
  @TempDir Path folder;
  private EmbeddedBroker broker;
  private Client hop;

  @BeforeEach
  void start() throws Exception {
    broker =
        EmbeddedBroker.start(
            folder,
            Map.of(
                "management.tcp.listener", "127.0.0.1:0",
                "listeners.tcp.default", "127.0.0.1:0"));
    hop =
        new Client(
            new ClientParameters()
                .url("http://127.0.0.1:" + broker.address("management").getPort() + "/api/")
                .username("guest")
                .password("guest"));
  }

  @AfterEach
  void stop() {
    broker.close();
  }

  @Test
  void looksAtTheBroker() {
    OverviewResponse overview = hop.getOverview();

    assertThat(overview.getNode()).isEqualTo("warren@localhost");
    assertThat(overview.getObjectTotals().getQueues()).isZero();
    assertThat(overview.getListeners()).isNotEmpty();
    assertThat(hop.getNodes()).hasSize(1);
    assertThat(hop.getNode("warren@localhost").isRunning()).isTrue();
    assertThat(hop.whoAmI().getName()).isEqualTo("guest");
    assertThat(hop.alivenessTest("/")).isTrue();
    assertThat(hop.getClusterName().getName()).isNotEmpty();
    assertThat(hop.getExtensions()).isNotNull();
    assertThat(hop.getShovelsStatus()).isEmpty();
  }

  @Test
  void makesExchangesQueuesAndBindingsAndMovesMessages() {
    hop.declareExchange("/", "x", new ExchangeInfo("topic", true, false));
    hop.declareQueue("/", "q", new QueueInfo(true, false, false, Map.of("x-max-length", 10)));
    hop.bindQueue("/", "q", "x", "a.#", Map.of("n", 1));

    List<BindingInfo> bindings = hop.getQueueBindingsBetween("/", "x", "q");
    assertThat(bindings).hasSize(1);
    assertThat(bindings.get(0).getRoutingKey()).isEqualTo("a.#");
    assertThat(hop.getBindingsBySource("/", "x")).hasSize(1);
    assertThat(hop.publish("/", "x", "a.b", new OutboundMessage().payload("hello"))).isTrue();
    assertThat(hop.publish("/", "x", "b", new OutboundMessage().payload("lost"))).isFalse();
    assertThat(hop.getQueue("/", "q").getMessagesReady()).isEqualTo(1);
    List<InboundMessage> got = hop.get("/", "q", 5, GetAckMode.ACK_REQUEUE_FALSE, GetEncoding.AUTO);
    assertThat(got).hasSize(1);
    assertThat(got.get(0).getPayload()).isEqualTo("hello");
    assertThat(got.get(0).getRoutingKey()).isEqualTo("a.b");

    hop.unbindQueue("/", "q", "x", bindings.get(0).getPropertiesKey());
    assertThat(hop.getBindingsBySource("/", "x")).isEmpty();
    hop.purgeQueue("/", "q");
    hop.deleteQueue("/", "q");
    hop.deleteExchange("/", "x");
    assertThat(hop.getQueue("/", "q")).isNull();
    assertThat(hop.getExchange("/", "x")).isNull();
  }

  @Test
  void readsQueuesByThePage() {
    for (int i = 0; i < 7; i++) {
      hop.declareQueue("/", "q" + i, new QueueInfo(false, false, false));
    }

    QueryParameters paged = new QueryParameters().pagination().pageSize(3).query();
    Page<QueueInfo> first = hop.getQueues(paged);
    Page<QueueInfo> page = hop.getQueues(paged.pagination().nextPage(first).query());

    assertThat(page.getItems()).hasSize(3);
    assertThat(page.getPage()).isEqualTo(2);
    assertThat(page.getTotalCount()).isEqualTo(7);
  }

  @Test
  void managesUsersVhostsAndWhatTheyMay() {
    hop.createVhost("v", "a vhost", "tag");
    hop.createUser("u", "secret".toCharArray(), List.of("monitoring"));
    UserPermissions permissions = new UserPermissions();
    permissions.setConfigure("^c");
    permissions.setWrite(".*");
    permissions.setRead("");
    hop.updatePermissions("v", "u", permissions);

    assertThat(hop.getVhost("v").getDescription()).isEqualTo("a vhost");
    assertThat(hop.getUser("u").getTags()).containsExactly("monitoring");
    assertThat(hop.getPermissions("v", "u").getConfigure()).isEqualTo("^c");
    hop.limitMaxNumberOfQueues("v", 3);
    assertThat(hop.getVhostLimits("v").getMaxQueues()).isEqualTo(3);
    hop.clearPermissions("v", "u");
    assertThat(hop.getPermissions("v", "u")).isNull();
    hop.deleteUser("u");
    hop.deleteVhost("v");
    assertThat(hop.getUsers()).hasSize(1);
    assertThat(hop.getVhosts()).hasSize(1);
    assertThatThrownBy(() -> hop.createVhost("")).isInstanceOf(RuntimeException.class);
  }

  @Test
  void setsPoliciesAndReadsDefinitions() {
    hop.declareQueue("/", "q", new QueueInfo(true, false, false));
    hop.declarePolicy("/", "p", new PolicyInfo("^q", 1, "queues", Map.of("max-length", 5)));
    hop.declareOperatorPolicy("/", "o", new PolicyInfo("^q", 1, "queues", Map.of("max-length", 3)));

    assertThat(hop.getPolicies("/")).hasSize(1);
    assertThat(hop.getPolicies().get(0).getDefinition()).containsEntry("max-length", 5);
    assertThat(hop.getOperatorPolicies()).hasSize(1);
    assertThat(hop.getDefinitions().getQueues()).hasSize(1);
    hop.deletePolicy("/", "p");
    hop.deleteOperatorPolicy("/", "o");
    assertThat(hop.getPolicies()).isEmpty();
  }

  @Test
  void seesAndClosesConnections() throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setPort(broker.address("amqp091").getPort());
    Connection connection = factory.newConnection("seen");
    try {
      connection.createChannel().basicQos(3);

      ConnectionInfo shown = hop.getConnections().get(0);
      assertThat(shown.getClientProperties().getConnectionName()).isEqualTo("seen");
      assertThat(shown.getProtocol()).isEqualTo("AMQP 0-9-1");
      assertThat(hop.getChannels()).hasSize(1);
      assertThat(hop.getChannels().get(0).getPrefetchCount()).isEqualTo(3);
      assertThat(hop.getConnection(shown.getName()).getVhost()).isEqualTo("/");
      hop.closeConnection(shown.getName(), "enough");
      assertThat(hop.getConnection("nobody")).isNull();
    } finally {
      connection.abort();
    }
  }
}
