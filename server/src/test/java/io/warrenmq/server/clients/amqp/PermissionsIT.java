package io.warrenmq.server.clients.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.warrenmq.server.clients.ClientTest;
import io.warrenmq.server.clients.Close;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the user {@code limited} may do: only what concerns {@code limited-*}. */
class PermissionsIT extends ClientTest {
  private Connection limited;
  private String foreign;
  private String own;

  @BeforeEach
  void logIn() throws Exception {
    ConnectionFactory factory = broker.factory();
    factory.setUsername("limited");
    factory.setPassword("limited");
    limited = connect(factory);
    foreign = durableQueue(name(), Map.of());
    own = durableQueue("limited-" + name(), Map.of());
  }

  private void assertRefused(String permission, String resource, Close.Act act) throws Exception {
    assertThat(Close.of(limited, act))
        .isEqualTo(
            Close.channel(
                403,
                "ACCESS_REFUSED - %s access to %s in vhost '/' refused for user 'limited'"
                    .formatted(permission, resource)));
  }

  private static String queueNamed(String name) {
    return "queue '%s'".formatted(name);
  }

  @Test
  void declaringNeedsConfigure() throws Exception {
    assertRefused(
        "configure", queueNamed(foreign), c -> c.queueDeclare(foreign, true, false, false, null));
  }

  @Test
  void passiveDeclareNeedsNothing() throws Exception {
    assertThat(limited.createChannel().queueDeclarePassive(foreign)).isNotNull();
  }

  @Test
  void deletingNeedsConfigure() throws Exception {
    assertRefused("configure", queueNamed(foreign), c -> c.queueDelete(foreign));
  }

  @Test
  void purgingNeedsRead() throws Exception {
    assertRefused("read", queueNamed(foreign), c -> c.queuePurge(foreign));
  }

  @Test
  void consumingNeedsRead() throws Exception {
    assertRefused("read", queueNamed(foreign), c -> consume(c, foreign, true));
  }

  @Test
  void gettingNeedsRead() throws Exception {
    assertRefused("read", queueNamed(foreign), c -> c.basicGet(foreign, true));
  }

  @Test
  void bindingNeedsWriteToTheQueue() throws Exception {
    assertRefused("write", queueNamed(foreign), c -> c.queueBind(foreign, "amq.topic", "a"));
  }

  @Test
  void bindingNeedsReadFromTheExchange() throws Exception {
    assertRefused("read", "exchange 'amq.fanout'", c -> c.queueBind(own, "amq.fanout", "a"));
  }

  @Test
  void publishingNeedsWrite() throws Exception {
    assertRefused(
        "write", "exchange 'amq.fanout'", c -> c.basicPublish("amq.fanout", "", null, new byte[0]));
  }

  @Test
  void publishingToTheDefaultExchangeNeedsWriteToItsOtherName() throws Exception {
    assertRefused(
        "write", "exchange 'amq.default'", c -> c.basicPublish("", own, null, new byte[0]));
  }

  @Test
  void declaringAnExchangeNeedsConfigure() throws Exception {
    assertRefused("configure", "exchange 'foreign'", c -> c.exchangeDeclare("foreign", "direct"));
  }

  @Test
  void deadLetteringNeedsReadFromTheQueueAndWriteToTheExchange() throws Exception {
    assertRefused(
        "write",
        "exchange 'amq.fanout'",
        c ->
            c.queueDeclare(
                "limited-new", true, false, false, Map.of("x-dead-letter-exchange", "amq.fanout")));
  }

  @Test
  void publishingToATopicNeedsThePermissionForItsKey() throws Exception {
    assertThat(
            Close.of(limited, c -> c.basicPublish("amq.topic", "forbidden.key", null, new byte[0])))
        .isEqualTo(
            Close.channel(
                403,
                "ACCESS_REFUSED - write access to topic 'forbidden.key' in exchange 'amq.topic' in"
                    + " vhost '/' refused for user 'limited'"));
  }

  @Test
  void bindingToATopicNeedsThePermissionForItsPattern() throws Exception {
    assertThat(Close.of(limited, c -> c.queueBind(own, "amq.topic", "forbidden.#")))
        .isEqualTo(
            Close.channel(
                403,
                "ACCESS_REFUSED - read access to topic 'forbidden.#' in exchange 'amq.topic' in"
                    + " vhost '/' refused for user 'limited'"));
  }

  @Test
  void allowsWhatIsPermitted() throws Exception {
    var its = limited.createChannel();
    its.queueBind(own, "amq.topic", "allowed.#");

    its.basicPublish("amq.topic", "allowed.key", null, new byte[] {'m'});

    assertThat(takeBody(own)).isEqualTo("m");
  }

  @Test
  void namesQueuesThatItPermits() throws Exception {
    assertThat(limited.createChannel().queueDeclare().getQueue()).startsWith("amq.gen-");
  }
}
