package io.warrenmq.server.clients.matrix;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is refused, and how each protocol is told. */
enum Refusal {
  NO_EXCHANGE(
      "publishing to an exchange that is not there",
      "guest",
      "channel.close 404, NOT_FOUND - no exchange 'nothere' in vhost '/'",
      "detach amqp:not-found, no exchange 'nothere' in vhost '/'",
      null,
      "ERROR not_found, NOT_FOUND - no exchange 'nothere' in vhost '/'"),
  NO_QUEUE(
      "consuming from a queue that is not there",
      "guest",
      "channel.close 404, NOT_FOUND - no queue 'nothere' in vhost '/'",
      "detach amqp:not-found, no queue 'nothere' in vhost '/'",
      null,
      "ERROR not_found, NOT_FOUND - no queue 'nothere' in vhost '/'"),
  MAY_NOT_PUBLISH(
      "publishing without permission",
      "limited",
      "channel.close 403, ACCESS_REFUSED - write access to topic 'denied.x' in exchange 'amq.topic' in vhost '/' refused for user 'limited'",
      "end amqp:unauthorized-access, write access to topic 'denied.x' in exchange 'amq.topic' in vhost '/' refused for user 'limited'",
      "DISCONNECT 0x87",
      "ERROR access_refused, ACCESS_REFUSED - write access to topic 'denied.x' in exchange 'amq.topic' in vhost '/' refused for user 'limited'"),
  MAY_NOT_CONSUME(
      "consuming without permission",
      "limited",
      "channel.close 403, ACCESS_REFUSED - read access to queue 'others' in vhost '/' refused for user 'limited'",
      "end amqp:unauthorized-access, read access to queue 'others' in vhost '/' refused for user 'limited'",
      "SUBACK 0x87",
      "ERROR access_refused, ACCESS_REFUSED - read access to queue 'others' in vhost '/' refused for user 'limited'");

  static final String OTHERS_QUEUE = "others";

  private static final Target NO_SUCH_EXCHANGE = new Target("nothere", "k");
  private static final Target NO_SUCH_QUEUE = Target.queue("nothere");
  private static final Target FORBIDDEN_TOPIC = Target.topic("denied.x");
  private static final Target FORBIDDEN_QUEUE = Target.queue(OTHERS_QUEUE);

  private final String title;
  private final String user;
  private final List<@Nullable String> answers;

  /** The answers are in the protocols' order; {@code null} where nobody can ask. */
  Refusal(String title, String user, @Nullable String... answers) {
    this.title = title;
    this.user = user;
    this.answers = Arrays.asList(answers);
  }

  String title() {
    return title;
  }

  String user() {
    return user;
  }

  @Nullable String answer(Protocol protocol) {
    return answers.get(protocol.ordinal());
  }

  /** Has a client do it; returns what it is told. */
  String of(Client client, Protocol protocol) throws Exception {
    return switch (this) {
      case NO_EXCHANGE -> client.refusedPublish(NO_SUCH_EXCHANGE);
      case NO_QUEUE -> client.refusedConsume(NO_SUCH_QUEUE);
      case MAY_NOT_PUBLISH -> client.refusedPublish(FORBIDDEN_TOPIC);
      case MAY_NOT_CONSUME ->
          client.refusedConsume(protocol == Protocol.MQTT ? FORBIDDEN_TOPIC : FORBIDDEN_QUEUE);
    };
  }
}
