package io.warrenmq.amqp10.address;

import io.warrenmq.amqp10.address.SourceAddress.FromExchange;
import io.warrenmq.amqp10.address.SourceAddress.FromQueue;
import io.warrenmq.amqp10.address.TargetAddress.BySubject;
import io.warrenmq.amqp10.address.TargetAddress.ToExchange;
import io.warrenmq.amqp10.address.TargetAddress.ToQueue;
import io.warrenmq.amqp10.error.AmqpFault;
import io.warrenmq.amqp10.error.ErlangTerm;
import java.util.Arrays;
import java.util.List;

/**
 * An address of RabbitMQ 3, deprecated: {@code /exchange/:exchange/:key}, {@code /topic/:key},
 * {@code /amq/queue/:queue}, {@code /queue/:queue} or the bare name. Of percent-encoding it knows
 * {@code %2F} alone. Immutable.
 *
 * @param kind what the address begins with; empty for a bare name
 * @param rest the parts after that, as they stand there
 */
record AddressV1(String kind, List<String> rest) {
  private static final String BARE = "";
  private static final String EXCHANGE = "exchange";
  private static final String TOPIC = "topic";
  private static final String QUEUE = "queue";
  private static final String EXISTING_QUEUE = "amqqueue";

  /** Fails with invalid-field when it is none. */
  static AddressV1 parse(String address) {
    List<String> parts = Arrays.asList(address.split("/", -1));
    if (parts.size() == 1 && !address.isEmpty()) {
      return new AddressV1(BARE, parts);
    }
    if (parts.size() > 1 && parts.get(0).isEmpty()) {
      String first = parts.get(1);
      if (first.equals(EXCHANGE) || first.equals(TOPIC) || first.equals(QUEUE)) {
        return new AddressV1(first, parts.subList(2, parts.size()));
      }
      if (first.equals("amq") && parts.size() > 2 && parts.get(2).equals(QUEUE)) {
        return new AddressV1(EXISTING_QUEUE, parts.subList(3, parts.size()));
      }
    }
    throw Addresses.rejected("{unknown_destination," + ErlangTerm.string(address) + "}");
  }

  TargetAddress target() {
    if (kind.equals(QUEUE) && rest.isEmpty()) {
      return new BySubject("");
    }
    String name = name();
    return switch (kind) {
      case EXCHANGE -> key().isEmpty() ? new BySubject(name) : new ToExchange(name, key());
      case TOPIC -> new ToExchange(Addresses.TOPIC_EXCHANGE, name);
      default -> new ToQueue(name, !kind.equals(EXISTING_QUEUE));
    };
  }

  SourceAddress source() {
    String name = name();
    return switch (kind) {
      case EXCHANGE -> new FromExchange(name, key());
      case TOPIC -> new FromExchange(Addresses.TOPIC_EXCHANGE, name);
      default -> new FromQueue(name, !kind.equals(EXISTING_QUEUE));
    };
  }

  /** What comes first, which must be there, and alone unless it is an exchange. */
  private String name() {
    int max = kind.equals(EXCHANGE) ? 2 : 1;
    if (rest.isEmpty() || rest.size() > max || rest.get(0).isEmpty()) {
      throw invalid();
    }
    return unescaped(rest.get(0));
  }

  private String key() {
    return rest.size() == 2 ? unescaped(rest.get(1)) : "";
  }

  private static String unescaped(String part) {
    return part.replace("%2F", "/");
  }

  private AmqpFault invalid() {
    String path = rest.isEmpty() ? "[]" : ErlangTerm.string("/" + String.join("/", rest));
    return Addresses.rejected("{invalid_destination," + kind + "," + path + "}");
  }
}
