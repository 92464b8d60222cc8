package io.warrenmq.core.vhost;

import io.warrenmq.api.resource.Arguments;
import io.warrenmq.api.resource.QueueDeclaration;
import io.warrenmq.core.metadata.VhostSettings;
import io.warrenmq.core.queue.QueueType;
import java.util.LinkedHashMap;
import java.util.Map;

/** Completes a queue's declaration with what the client left open. Stateless. */
final class QueueDefaults {
  // Shared by all queues without arguments: there may be a million of them.
  private static final Arguments CLASSIC_ONLY =
      Arguments.of(Map.of(QueueArguments.TYPE, QueueType.CLASSIC.argument()));

  private QueueDefaults() {}

  /**
   * The declaration with its type named, and not durable when exclusive: what ends with its
   * connection survives no restart.
   *
   * <p>A type that is not named is the vhost's default where the queue may have it, else classic.
   */
  static QueueDeclaration complete(VhostSettings settings, QueueDeclaration asked) {
    boolean durable = asked.durable() && !asked.exclusive();
    return new QueueDeclaration(
        asked.name(),
        durable,
        asked.exclusive(),
        asked.autoDelete(),
        withType(settings, asked.arguments(), durable && !asked.autoDelete()));
  }

  private static Arguments withType(
      VhostSettings settings, Arguments arguments, boolean mayBeReplicated) {
    if (arguments.has(QueueArguments.TYPE)) {
      return arguments;
    }
    String fallback = QueueType.CLASSIC.argument();
    String byDefault = settings.defaultQueueType();
    String type = byDefault != null && mayBeReplicated ? byDefault : fallback;
    if (arguments.isEmpty() && type.equals(fallback)) {
      return CLASSIC_ONLY;
    }
    Map<String, Object> all = new LinkedHashMap<>(arguments.asMap());
    all.put(QueueArguments.TYPE, type);
    return Arguments.of(all);
  }

  static QueueDeclaration named(QueueDeclaration declaration, String name) {
    return name.equals(declaration.name())
        ? declaration
        : new QueueDeclaration(
            name,
            declaration.durable(),
            declaration.exclusive(),
            declaration.autoDelete(),
            declaration.arguments());
  }
}
