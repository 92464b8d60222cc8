package io.warrenmq.management.api;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.warrenmq.api.auth.Principal;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.core.broker.Broker;
import io.warrenmq.core.broker.NodeListener;
import io.warrenmq.core.metadata.MetadataLoop;
import io.warrenmq.core.vhost.Requester;
import io.warrenmq.core.vhost.Vhost;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the answers of the API have in common: the broker, and how it is asked. Thread-safe. */
public final class Administration {
  private final Broker broker;
  private final Executor thread;
  private final ApiOptions options;
  // Set once, by the starting thread.
  private volatile @Nullable List<NodeListener> listeners;

  /**
   * Administers a broker.
   *
   * @param thread the management thread
   */
  public Administration(Broker broker, Executor thread, ApiOptions options) {
    this.broker = broker;
    this.thread = thread;
    this.options = options;
  }

  /**
   * The same, completed on the management thread: for who has much to do with what was found out
   * elsewhere.
   */
  public <T> Future<T> here(Future<T> elsewhere) {
    Promise<T> here = Promise.promise();
    elsewhere.onComplete(found -> thread.execute(() -> here.handle(found)));
    return here.future();
  }

  /** What the configuration says of the API. */
  public ApiOptions options() {
    return options;
  }

  /** Whether an answer is to do without statistics: by the configuration, or as it is asked. */
  public boolean withoutStats(ApiRequest request) {
    return options.statsDisabled() || request.flag("disable_stats");
  }

  /**
   * Refuses what would be nothing without statistics.
   *
   * @throws ApiException 400, as RabbitMQ answers, when they are not to be told
   */
  public void checkStats(ApiRequest request) {
    if (withoutStats(request)) {
      throw ApiException.badRequest("Stats in management UI are disabled on this node");
    }
  }

  /** Whether queues without statistics are to tell how many messages they have. */
  public boolean withQueueTotals(ApiRequest request) {
    return options.queueTotals() || request.flag("enable_queue_totals");
  }

  /** All listeners are bound. */
  public void listening(List<NodeListener> bound) {
    listeners = List.copyOf(bound);
  }

  /** Whether clients are let in: all listeners are bound. */
  public boolean isListening() {
    return listeners != null;
  }

  /** What is served where; none before all of it is bound. */
  public List<NodeListener> listeners() {
    List<NodeListener> bound = listeners;
    return bound == null ? List.of() : bound;
  }

  /** The name of this node. */
  public String node() {
    return broker.options().info().nodeName();
  }

  /**
   * Sees to it that the path names this node.
   *
   * @throws ApiException 404 for another
   */
  public void checkNode(ApiRequest request) {
    if (!request.parameter("node").equals(node())) {
      throw ApiException.notFound();
    }
  }

  /** The broker. */
  public Broker broker() {
    return broker;
  }

  /** The loop on which the broker is changed. */
  public Loop metadataLoop() {
    return broker.metadata().loop();
  }

  /**
   * Runs a command on the metadata loop, where its future completes.
   *
   * @param command may throw a {@link io.warrenmq.api.error.BrokerException}
   */
  public <T> Future<T> command(Supplier<Future<T>> command) {
    Promise<T> answer = Promise.promise();
    broker.metadata().run(() -> MetadataLoop.attempt(command).onComplete(answer));
    return answer.future();
  }

  /**
   * The same, as the user's doing for who is told what happens.
   *
   * @param user who asks for it; its permissions have been looked at
   */
  public <T> Future<T> command(Principal user, Supplier<Future<T>> command) {
    return command(() -> broker.metadata().as(user.name(), command));
  }

  /** The user as who gives a command: its permissions count. For the metadata loop. */
  public Requester requester(Principal user) {
    return new Requester(user, null, "", metadataLoop());
  }

  /** Whether the user may look into a vhost: as one that is let in, or as one that monitors. */
  public boolean sees(Principal user, String vhost) {
    return Access.MONITORING.isGranted(user) || mayEnter(user, vhost);
  }

  private boolean mayEnter(Principal user, String vhost) {
    return broker.authorizer().mayAccessVhost(user, vhost);
  }

  /** The vhosts that the user may look into. */
  public Collection<Vhost> visibleVhosts(Principal user) {
    return broker.vhosts().all().stream().filter(vhost -> sees(user, vhost.name())).toList();
  }

  /**
   * The vhost that the path names, for a look.
   *
   * @throws ApiException 404 without it, 401 when the user may not look
   */
  public Vhost visibleVhost(ApiRequest request) {
    Vhost vhost = broker.vhosts().find(request.parameter("vhost"));
    if (vhost == null) {
      throw ApiException.notFound();
    } else if (!sees(request.user(), vhost.name())) {
      throw ApiException.notAuthorised("User not authorised to access virtual host");
    }
    return vhost;
  }

  /**
   * The vhost that the path names, for who may change all of them.
   *
   * @throws ApiException 404 without it
   */
  public Vhost existingVhost(ApiRequest request) {
    Vhost vhost = broker.vhosts().find(request.parameter("vhost"));
    if (vhost == null) {
      throw ApiException.vhostNotFound();
    }
    return vhost;
  }

  /**
   * The vhost that the path names, for a change in it.
   *
   * @throws ApiException 404 without it, 401 when the user is not let in
   */
  public Vhost enteredVhost(ApiRequest request) {
    Vhost vhost = existingVhost(request);
    if (!mayEnter(request.user(), vhost.name())) {
      throw ApiException.notAuthorised("User not authorised to access virtual host");
    }
    return vhost;
  }
}
