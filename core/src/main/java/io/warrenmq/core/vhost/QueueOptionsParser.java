package io.warrenmq.core.vhost;

import io.warrenmq.api.auth.ResourceKind;
import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.error.ErrorKind;
import io.warrenmq.api.queue.MessageFilter;
import io.warrenmq.api.resource.Arguments;
import io.warrenmq.api.resource.QueueDeclaration;
import io.warrenmq.core.policy.AppliedPolicies;
import io.warrenmq.core.policy.PolicyKeys;
import io.warrenmq.core.policy.WholeNumber;
import io.warrenmq.core.queue.Overflow;
import io.warrenmq.core.queue.QueueOptions;
import io.warrenmq.core.queue.QueueType;
import io.warrenmq.core.selector.MessageFilters;
import java.math.BigInteger;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Checks a new queue's declaration and makes its options of it. Refuses in RabbitMQ's order and
 * words. Stateless.
 */
final class QueueOptionsParser {
  /**
   * RabbitMQ 4.3 gives quorum queues 32 strict levels, of which messages without a priority have
   * the fifth.
   */
  static final int QUORUM_MAX_PRIORITY = 31;

  static final int QUORUM_DEFAULT_PRIORITY = 4;

  private QueueOptionsParser() {}

  /**
   * The type a declaration asks for.
   *
   * @throws BrokerException PRECONDITION_FAILED for a type nobody knows, UNSUPPORTED for streams
   */
  static QueueType typeOf(String vhost, QueueDeclaration declaration) {
    Object value = declaration.arguments().get(QueueArguments.TYPE);
    if (value == null) {
      return QueueType.CLASSIC;
    }
    if (!(value instanceof String text)) {
      throw invalid(
          QueueArguments.TYPE,
          vhost,
          declaration,
          "{unacceptable_type," + Arguments.typeName(value) + "}");
    }
    for (QueueType type : QueueType.values()) {
      if (type.argument().equals(text)) {
        return type;
      }
    }
    if (text.equals("stream")) {
      throw new BrokerException(
          ErrorKind.UNSUPPORTED,
          "queue type 'stream' of "
              + Refusals.describe(ResourceKind.QUEUE, vhost, declaration.name())
              + " is not available yet; available are 'classic' and 'quorum'");
    }
    throw invalid(
        QueueArguments.TYPE,
        vhost,
        declaration,
        ArgumentText.string("unsupported queue type '" + text + "'"));
  }

  /**
   * Checks a declaration that carries its type, and makes options of it. Fails with
   * PRECONDITION_FAILED.
   */
  static QueueOptions parse(String vhost, QueueDeclaration declaration) {
    QueueType type = typeOf(vhost, declaration);
    Arguments arguments = declaration.arguments();
    for (Map.Entry<String, ArgumentRule> rule : QueueArguments.allRules().entrySet()) {
      Object value = arguments.get(rule.getKey());
      if (value != null && QueueArguments.of(type).contains(rule.getKey())) {
        String fault = rule.getValue().fault(value, arguments);
        if (fault != null) {
          throw invalid(rule.getKey(), vhost, declaration, fault);
        }
      }
    }
    for (String argument : arguments.asMap().keySet()) {
      if (QueueArguments.belongsToOthersOnly(argument, type)) {
        throw Refusals.preconditionFailed(
            "invalid arg '"
                + argument
                + "' for "
                + Refusals.describe(ResourceKind.QUEUE, vhost, declaration.name())
                + " of queue type "
                + type.rabbitName());
      }
    }
    if (type == QueueType.QUORUM) {
      checkQuorum(vhost, declaration);
    }
    return options(type, arguments);
  }

  /**
   * The options of a declaration that was checked before, under policies that apply to it. Limits
   * that are larger than any use are the largest there is a use for.
   */
  static QueueOptions under(QueueType type, Arguments declared, AppliedPolicies policies) {
    return options(type, policies.applyTo(declared, type.policyTarget()));
  }

  private static void checkQuorum(String vhost, QueueDeclaration declaration) {
    String property =
        declaration.autoDelete()
            ? "auto-delete"
            : declaration.exclusive()
                ? "exclusive-owner"
                : declaration.durable() ? null : "non-durable";
    if (property != null) {
      throw Refusals.preconditionFailed(
          "invalid property '"
              + property
              + "' for "
              + Refusals.describe(ResourceKind.QUEUE, vhost, declaration.name()));
    }
  }

  private static QueueOptions options(QueueType type, Arguments arguments) {
    boolean quorum = type == QueueType.QUORUM;
    boolean ownPriorities = !quorum || arguments.has(QueueArguments.MAX_PRIORITY);
    QueueOptions options =
        new QueueOptions(
            type,
            expiry(arguments, QueueArguments.MESSAGE_TTL),
            expiry(arguments, QueueArguments.EXPIRES),
            number(arguments, QueueArguments.MAX_LENGTH, -1),
            number(arguments, QueueArguments.MAX_LENGTH_BYTES, -1),
            overflow(arguments.text(QueueArguments.OVERFLOW)),
            arguments.text(QueueArguments.DLX),
            arguments.text(QueueArguments.DLX_ROUTING_KEY),
            ownPriorities
                ? (int) number(arguments, QueueArguments.MAX_PRIORITY, 0)
                : QUORUM_MAX_PRIORITY,
            ownPriorities ? 0 : QUORUM_DEFAULT_PRIORITY,
            Boolean.TRUE.equals(arguments.get(QueueArguments.SINGLE_ACTIVE)),
            deliveryLimit(arguments, quorum ? PolicyKeys.QUORUM_DELIVERY_LIMIT : -1),
            // RabbitMQ takes any value here and minds only sensible ones.
            Math.max(-1, number(arguments, QueueArguments.CONSUMER_TIMEOUT, -1)),
            filter(arguments.text(QueueArguments.SELECTOR)));
    // Shared by all plain queues: there may be a million of them.
    return options.equals(QueueOptions.CLASSIC) ? QueueOptions.CLASSIC : options;
  }

  /** A time; policies may have longer ones than arguments. */
  private static long expiry(Arguments arguments, String name) {
    return Math.min(number(arguments, name, -1), ArgumentRule.EXPIRY_MS_MAX);
  }

  private static @Nullable MessageFilter filter(@Nullable String selector) {
    return selector == null ? null : MessageFilters.selector(selector);
  }

  private static Overflow overflow(@Nullable String text) {
    if (text == null || text.equals("drop-head")) {
      return Overflow.DROP_HEAD;
    }
    // RabbitMQ's quorum queues take the last one and do not do it; ours do.
    return text.equals("reject-publish") ? Overflow.REJECT_PUBLISH : Overflow.REJECT_PUBLISH_DLX;
  }

  private static int deliveryLimit(Arguments arguments, int absent) {
    long limit = number(arguments, QueueArguments.DELIVERY_LIMIT, absent);
    return limit < 0 ? -1 : (int) Math.min(limit, Integer.MAX_VALUE);
  }

  private static long number(Arguments arguments, String name, long absent) {
    Object value = arguments.get(name);
    BigInteger number = value == null ? null : WholeNumber.of(value);
    // Only rules without a bound of their own let larger numbers through.
    return number == null
        ? absent
        : number.bitLength() > 63 ? Long.MAX_VALUE : number.longValueExact();
  }

  private static BrokerException invalid(
      String argument, String vhost, QueueDeclaration declaration, String fault) {
    return Refusals.preconditionFailed(
        "invalid arg '"
            + argument
            + "' for "
            + Refusals.describe(ResourceKind.QUEUE, vhost, declaration.name())
            + ": "
            + fault);
  }
}
