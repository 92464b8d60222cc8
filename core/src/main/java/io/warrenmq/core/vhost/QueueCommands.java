package io.warrenmq.core.vhost;

import io.vertx.core.Future;
import io.warrenmq.api.auth.Permission;
import io.warrenmq.api.auth.ResourceKind;
import io.warrenmq.api.broker.BrokerConnection;
import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.error.ErrorKind;
import io.warrenmq.api.resource.Arguments;
import io.warrenmq.api.resource.QueueDeclaration;
import io.warrenmq.api.resource.QueueStatus;
import io.warrenmq.core.metadata.MetadataLoop;
import io.warrenmq.core.metadata.QueueIds;
import io.warrenmq.core.queue.MessageReader;
import io.warrenmq.core.queue.MoveResult;
import io.warrenmq.core.queue.Queue;
import io.warrenmq.core.queue.QueueOptions;
import io.warrenmq.core.queue.QueueType;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Declares, checks, purges and deletes queues for clients. Called on the requester's loop, where
 * the futures complete; permissions and what exists already are looked at there, and only a change
 * goes to the metadata loop. Thread-safe.
 */
final class QueueCommands {
  private final CommandContext context;
  private final QueueFactory factory;
  private final QueueRemoval removal;
  private final QueueIds ids;
  private final RandomGenerator random; // Shared by all loops: must be thread-safe.

  QueueCommands(
      CommandContext context,
      QueueFactory factory,
      QueueRemoval removal,
      QueueIds ids,
      RandomGenerator random) {
    this.context = context;
    this.factory = factory;
    this.removal = removal;
    this.ids = ids;
    this.random = random;
  }

  Future<QueueStatus> declare(Vhost vhost, Requester requester, QueueDeclaration asked) {
    return MetadataLoop.attempt(
        () -> {
          QueueDeclaration typed = QueueDefaults.complete(vhost.settings(), asked);
          String name = Names.clean(ResourceKind.QUEUE, typed.name());
          if (name.isEmpty()) {
            checkMayBeServerNamed(vhost, typed);
            name = Names.serverNamed(random);
          } else {
            Refusals.checkNotReserved(ResourceKind.QUEUE, name);
          }
          QueueDeclaration declaration = QueueDefaults.named(typed, name);
          check(requester, vhost, ResourceKind.QUEUE, name, Permission.CONFIGURE);
          return declareNamed(vhost, requester, declaration);
        });
  }

  private static void checkMayBeServerNamed(Vhost vhost, QueueDeclaration declaration) {
    QueueType type = QueueOptionsParser.typeOf(vhost.name(), declaration);
    if (type != QueueType.CLASSIC) {
      throw Refusals.preconditionFailed(
          "Cannot declare a server-named queue for type " + type.rabbitName());
    }
  }

  private Future<QueueStatus> declareNamed(
      Vhost vhost, Requester requester, QueueDeclaration declaration) {
    context.metadata().events().count("queue.declared");
    Queue existing = vhost.queue(declaration.name());
    if (existing != null) {
      checkEquivalent(existing, declaration, requester.connection());
      return redeclared(vhost, requester, declaration, existing);
    }
    checkDeadLetters(vhost, requester, declaration);
    QueueOptions options = QueueOptionsParser.parse(vhost.name(), declaration);
    return context
        .metadata()
        .callAs(
            requester.user(),
            requester.loop(),
            () -> create(vhost, requester, declaration, options))
        .compose(
            found ->
                found == null
                    ? Future.succeededFuture(new QueueStatus(declaration, 0, 0, true))
                    : redeclared(vhost, requester, declaration, found));
  }

  /**
   * A queue that exists as asked for answers with its counts; one that ends meanwhile is declared
   * anew.
   */
  private Future<QueueStatus> redeclared(
      Vhost vhost, Requester requester, QueueDeclaration declaration, Queue queue) {
    queue.touch(requester.loop());
    return queue
        .status(requester.loop())
        .recover(
            failure ->
                isNotFound(failure) && vhost.queue(declaration.name()) != queue
                    ? MetadataLoop.attempt(() -> declareNamed(vhost, requester, declaration))
                    : isNotFound(failure)
                        ? afterEnd(vhost, requester, declaration)
                        : Future.failedFuture(failure));
  }

  /** The queue has ended, but its name still finds it: waits until its removal is visible. */
  private Future<QueueStatus> afterEnd(
      Vhost vhost, Requester requester, QueueDeclaration declaration) {
    return context
        .metadata()
        .call(
            requester.loop(),
            () ->
                removal
                    .whenEnded(vhost, declaration.name())
                    .compose(ended -> context.metadata().settled()))
        .compose(ended -> MetadataLoop.attempt(() -> declareNamed(vhost, requester, declaration)));
  }

  /**
   * Creates a queue. Metadata loop.
   *
   * @return {@code null}, or the equal queue that was there already
   */
  private Future<@Nullable Queue> create(
      Vhost vhost, Requester requester, QueueDeclaration declaration, QueueOptions options) {
    return removal
        .whenEnded(vhost, declaration.name())
        .compose(
            ended -> MetadataLoop.attempt(() -> createNow(vhost, requester, declaration, options)));
  }

  private Future<@Nullable Queue> createNow(
      Vhost vhost, Requester requester, QueueDeclaration declaration, QueueOptions options) {
    CommandContext.checkAlive(vhost);
    Queue existing = vhost.plan().queues.get(declaration.name());
    if (existing != null) {
      checkEquivalent(existing, declaration, requester.connection());
      return context.metadata().settled().map(existing);
    }
    context.limits().checkQueue(vhost, declaration.name(), context.totals());
    BrokerConnection owner = declaration.exclusive() ? requester.connection() : null;
    if (declaration.exclusive() && (owner == null || removal.isClosed(owner))) {
      throw new BrokerException(
          ErrorKind.NOT_ALLOWED, "an exclusive queue needs an open connection to belong to");
    }
    long id = Change.isStored(declaration) ? ids.next() : 0;
    Queue queue = vhost.plan().policies.create(factory, vhost, declaration, options, owner, id);
    if (owner != null) {
      removal.own(owner, queue);
    }
    Change change = new Change(vhost);
    change.addQueue(queue);
    change.then(() -> queue.open(context.metadata().loop()));
    return change.commit(context.metadata()).map((Queue) null);
  }

  private void checkDeadLetters(Vhost vhost, Requester requester, QueueDeclaration declaration) {
    Object exchange = declaration.arguments().get(QueueArguments.DLX);
    if (exchange == null) {
      return;
    }
    String exchangeName = deadLetterExchange(vhost.name(), declaration, exchange);
    check(requester, vhost, ResourceKind.QUEUE, declaration.name(), Permission.READ);
    check(requester, vhost, ResourceKind.EXCHANGE, exchangeName, Permission.WRITE);
  }

  private static String deadLetterExchange(
      String vhost, QueueDeclaration declaration, Object exchange) {
    if (exchange instanceof String name) {
      return name;
    }
    throw Refusals.invalidType(
        exchange, QueueArguments.DLX, ResourceKind.QUEUE, vhost, declaration.name());
  }

  /** What a queue that is not there is refused for, whoever declares it. */
  static void checkNew(String vhost, QueueDeclaration declaration) {
    Refusals.checkNotReserved(ResourceKind.QUEUE, declaration.name());
    Object exchange = declaration.arguments().get(QueueArguments.DLX);
    if (exchange != null) {
      deadLetterExchange(vhost, declaration, exchange);
    }
    QueueOptionsParser.parse(vhost, declaration);
  }

  private static void checkEquivalent(
      Queue queue, QueueDeclaration received, @Nullable BrokerConnection connection) {
    // Strictly: also a queue of nobody's is not what somebody asks for who wants it exclusive.
    if (queue.exclusiveOwner() != (received.exclusive() ? connection : null)) {
      throw Refusals.locked(queue.vhost(), queue.name());
    }
    QueueDeclaration current = queue.declaration();
    Equivalence equivalence = new Equivalence(ResourceKind.QUEUE, queue.vhost(), queue.name());
    equivalence.checkProperty("durable", current.durable(), received.durable());
    equivalence.checkProperty("auto_delete", current.autoDelete(), received.autoDelete());
    Arguments currentArguments = current.arguments();
    equivalence.checkArguments(
        QueueArguments.of(queue.options().type()), currentArguments, received.arguments());
  }

  Future<QueueStatus> check(Vhost vhost, Requester requester, String asked) {
    return MetadataLoop.attempt(() -> existing(vhost, requester, asked).status(requester.loop()));
  }

  Future<QueueStatus> inspect(Vhost vhost, Requester requester, String asked) {
    return MetadataLoop.attempt(() -> existing(vhost, asked).status(requester.loop()));
  }

  Future<Long> purge(Vhost vhost, Requester requester, String asked) {
    return MetadataLoop.attempt(
        () -> {
          check(requester, vhost, ResourceKind.QUEUE, asked, Permission.READ);
          return existing(vhost, requester, asked).purge(requester.loop());
        });
  }

  private static Queue existing(Vhost vhost, Requester requester, String asked) {
    Queue queue = existing(vhost, asked);
    AccessCheck.checkExclusive(queue, requester.connection());
    return queue;
  }

  private static Queue existing(Vhost vhost, String asked) {
    String name = Names.clean(ResourceKind.QUEUE, asked);
    Queue queue = vhost.queue(name);
    if (queue == null) {
      throw Refusals.notFound(ResourceKind.QUEUE, vhost.name(), name);
    }
    return queue;
  }

  Future<Long> delete(
      Vhost vhost, Requester requester, String asked, boolean ifUnused, boolean ifEmpty) {
    return MetadataLoop.attempt(
        () -> {
          String name = Names.clean(ResourceKind.QUEUE, asked);
          check(requester, vhost, ResourceKind.QUEUE, name, Permission.CONFIGURE);
          Queue queue = vhost.queue(name);
          if (queue == null) {
            return Future.succeededFuture(0L);
          }
          AccessCheck.checkExclusive(queue, requester.connection());
          checkFlags(queue, ifUnused, ifEmpty);
          return context
              .metadata()
              .callAs(
                  requester.user(),
                  requester.loop(),
                  () -> removal.remove(vhost, queue, ifUnused, ifEmpty));
        });
  }

  Future<Void> pause(Vhost vhost, Requester requester, String asked, boolean pause) {
    return MetadataLoop.attempt(
        () -> {
          check(requester, vhost, ResourceKind.QUEUE, asked, Permission.CONFIGURE);
          Queue queue = existing(vhost, requester, asked);
          return context
              .metadata()
              .callAs(requester.user(), requester.loop(), () -> pauseNow(vhost, queue, pause));
        });
  }

  private Future<Void> pauseNow(Vhost vhost, Queue queue, boolean pause) {
    CommandContext.checkAlive(vhost);
    return removal
        .whenEnded(vhost, queue.name())
        .compose(
            ended -> {
              if (vhost.plan().queues.get(queue.name()) != queue) {
                return Future.failedFuture(
                    Refusals.notFound(ResourceKind.QUEUE, vhost.name(), queue.name()));
              }
              Change change = new Change(vhost);
              change.pauseQueue(
                  queue, pause, () -> queue.setPaused(context.metadata().loop(), pause));
              return change.commit(context.metadata());
            });
  }

  Future<Void> browse(
      Vhost vhost, Requester requester, String asked, long from, MessageReader reader) {
    return MetadataLoop.attempt(
        () -> {
          check(requester, vhost, ResourceKind.QUEUE, asked, Permission.READ);
          return existing(vhost, requester, asked).browse(requester.loop(), from, reader);
        });
  }

  Future<MoveResult> move(
      Vhost vhost, Requester requester, String asked, String destination, long countMax) {
    return MetadataLoop.attempt(
        () -> {
          check(requester, vhost, ResourceKind.QUEUE, asked, Permission.READ);
          check(requester, vhost, ResourceKind.EXCHANGE, "", Permission.WRITE);
          Queue from = existing(vhost, requester, asked);
          Queue to = existing(vhost, requester, destination);
          if (from == to) {
            throw Refusals.preconditionFailed(
                "messages of " + from.describe() + " cannot be moved to where they are");
          }
          return from.move(requester.loop(), to, () -> vhost.queue(to.name()) == to, countMax);
        });
  }

  /** RabbitMQ: a quorum queue does not know its counts well enough to promise that. */
  private static void checkFlags(Queue queue, boolean ifUnused, boolean ifEmpty) {
    if (queue.options().type() == QueueType.QUORUM && (ifUnused || ifEmpty)) {
      throw new BrokerException(
          ErrorKind.UNSUPPORTED,
          "cannot delete "
              + queue.describe()
              + ". queue.delete operations with "
              + (ifUnused ? "if-unused" : "if-empty")
              + " flag set are not supported by quorum queues");
    }
  }

  private static boolean isNotFound(Throwable failure) {
    return BrokerException.is(failure, ErrorKind.NOT_FOUND);
  }

  private void check(
      Requester requester, Vhost vhost, ResourceKind kind, String name, Permission permission) {
    context.access().check(requester.principal(), vhost.name(), kind, name, permission);
  }
}
