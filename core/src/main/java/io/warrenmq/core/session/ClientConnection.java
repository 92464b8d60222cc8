package io.warrenmq.core.session;

import io.vertx.core.Future;
import io.warrenmq.api.auth.Principal;
import io.warrenmq.api.broker.BrokerConnection;
import io.warrenmq.api.broker.ConnectionRequest;
import io.warrenmq.api.broker.SessionListener;
import io.warrenmq.api.broker.VhostAccess;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.resource.Arguments;
import io.warrenmq.api.transport.TransportInfo;
import io.warrenmq.core.event.EventDispatcher;
import io.warrenmq.core.loop.LoopMailbox;
import io.warrenmq.core.queue.Queue;
import io.warrenmq.core.vhost.ConnectionAdmission;
import io.warrenmq.core.vhost.Requester;
import io.warrenmq.core.vhost.Vhost;
import io.warrenmq.core.vhost.VhostCommands;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * An open connection: its sessions, and what its socket says to all of them. Confined to its loop,
 * but for what says otherwise.
 */
public final class ClientConnection implements BrokerConnection {
  // About a millisecond's work. What reaches one queue is not counted: a read bounds it.
  private static final int TURN_ENTRIES = 4096;

  private final String name;
  private final long openedAtMs;
  private final LoopServices services;
  private final Vhost vhost;
  private final VhostCommands commands;
  private final @Nullable ConnectionAdmission admission;
  private final ConnectionRegistry registry;
  private final RandomGenerator random;
  private final List<Session> sessions = new ArrayList<>(1);
  private final List<Runnable> awaitingResume = new ArrayList<>(0); // of publishing
  private int publishPauses; // reasons for which it is not to publish at present
  private boolean wayCongested; // one of them
  private boolean logCongested; // another
  private boolean turnSpent; // another
  private int entriesLeft = TURN_ENTRIES; // to make until the loop's others are served
  private boolean blocked; // by a resource alarm, as the protocol was told last
  private boolean closed;
  private long heldBytes; // by the protocol, for messages that are not handed over yet
  private Requester requester;

  // Written by the connection's loop; queues on any loop look at them.
  private volatile boolean writable = true;
  private volatile Principal principal;
  // Written by the connection's loop, when it closes.
  private volatile ConnectionRequest request;

  /**
   * Creates a connection that may be; whoever does adds it to the registry. Its loop.
   *
   * @param admission where it was counted; {@code null}: nowhere
   */
  public ClientConnection(
      ConnectionRequest request,
      LoopServices services,
      Vhost vhost,
      VhostCommands commands,
      @Nullable ConnectionAdmission admission,
      ConnectionRegistry registry,
      RandomGenerator random) {
    this.name = nameOf(request.transport());
    this.openedAtMs = request.loop().clock().wallMs();
    this.request = request;
    this.services = services;
    this.vhost = vhost;
    this.commands = commands;
    this.admission = admission;
    this.registry = registry;
    this.random = random;
    this.principal = request.principal();
    this.requester = requesterFor(request.principal());
  }

  private static String nameOf(TransportInfo transport) {
    return textOf(transport.remote()) + " -> " + textOf(transport.local());
  }

  private static String textOf(InetSocketAddress address) {
    return address.getHostString() + ":" + address.getPort();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Principal principal() {
    return principal;
  }

  @Override
  public String vhost() {
    return vhost.name();
  }

  /** When it was opened, in wall time. Any thread. */
  public long openedAtMs() {
    return openedAtMs;
  }

  /** How many sessions it has. Any thread, which sees what was true a moment ago. */
  public int sessionCount() {
    return sessions.size();
  }

  /** Whether an alarm keeps it from publishing. Any thread, as with the sessions. */
  public boolean isBlocked() {
    return blocked;
  }

  /** Whether what it publishes into keeps it from publishing. Any thread, as with the sessions. */
  public boolean isHeldUp() {
    return publishPauses > 0;
  }

  /** Its sessions as they are now. */
  List<SessionStatus> sessionStatuses() {
    List<SessionStatus> all = new ArrayList<>(sessions.size());
    sessions.forEach(session -> all.add(session.status()));
    return all;
  }

  /** What it opened with. Any loop. */
  public ConnectionRequest request() {
    return request;
  }

  Vhost vhostEntity() {
    return vhost;
  }

  LoopServices services() {
    return services;
  }

  RandomGenerator random() {
    return random;
  }

  /** Who gives this connection's commands. */
  Requester requester() {
    return requester;
  }

  boolean isWritable() {
    return writable;
  }

  @Override
  public VhostAccess openSession(SessionListener listener) {
    assert request.loop().inThread() && !closed;
    if (admission != null) {
      admission.openChannel(request.principal().name());
    }
    Session session = new Session(this, listener, commands);
    sessions.add(session);
    tellOpened(session);
    return session;
  }

  void onSessionClosed(Session session) {
    if (sessions.remove(session)) {
      tellClosed(session);
      if (admission != null) {
        admission.closeChannel(request.principal().name());
      }
    }
  }

  /** It is told at the end of the turn: the protocol may not have put it together yet. */
  private void tellOpened(Session session) {
    if (admission != null) { // Else it is the broker's own.
      services
          .loop()
          .atTurnEnd(
              () -> {
                session.becomeTold();
                tellOf("channel.created", session);
              });
    }
  }

  private void tellClosed(Session session) {
    if (admission == null) {
      return;
    } else if (session.isTold()) {
      tellOf("channel.closed", session);
    } else { // After the news that it was there.
      services.loop().atTurnEnd(() -> tellOf("channel.closed", session));
    }
  }

  private void tellOf(String event, Session session) {
    services
        .events()
        .emit(
            event,
            () ->
                Map.of(
                    "name",
                    name + " (" + session.sessionNumber() + ")",
                    "connection",
                    name,
                    "number",
                    session.sessionNumber(),
                    "user",
                    principal.name(),
                    EventDispatcher.ACTOR,
                    principal.name(),
                    "vhost",
                    vhost.name()));
  }

  @Override
  public void renew(Principal renewed) {
    principal = renewed;
    requester = requesterFor(renewed);
  }

  private Requester requesterFor(Principal who) {
    return new Requester(who, this, request.clientId(), request.loop());
  }

  @Override
  public void setWritable(boolean takesMore) {
    if (writable == takesMore) {
      return;
    }
    writable = takesMore;
    if (takesMore) {
      for (int i = 0; i < sessions.size(); i++) {
        sessions.get(i).resumeConsumers();
      }
    }
  }

  /**
   * Tells the protocol what the alarm is now, unless it knows.
   *
   * @param reason why publishers are blocked; {@code null} when they are not
   */
  public void tellAlarm(@Nullable String reason) {
    assert request.loop().inThread();
    if (closed || blocked == (reason != null)) {
      return;
    }
    blocked = reason != null;
    if (reason != null) {
      request.handle().onBlocked(reason);
    } else {
      request.handle().onUnblocked();
    }
  }

  /**
   * It publishes into a mailbox that holds more than is good: it is to pause until that has
   * drained.
   */
  void pauseFor(LoopMailbox way) {
    if (wayCongested) {
      return;
    }
    wayCongested = true;
    pausePublishing();
    way.whenRelieved(
        () -> {
          wayCongested = false;
          resumePublishing();
        });
  }

  /**
   * It publishes into a queue whose log has more waiting for the disk than is good: it is to pause
   * until that is written.
   */
  void pauseFor(Queue queue) {
    if (logCongested) {
      return;
    }
    logCongested = true;
    pausePublishing();
    Loop here = services.loop();
    services
        .mailboxes()
        .run(
            here,
            queue.home(),
            () ->
                queue.whenRelieved(
                    () -> services.mailboxes().run(queue.home(), here, this::onLogRelieved)));
  }

  private void onLogRelieved() {
    logCongested = false;
    resumePublishing();
  }

  /**
   * A message of it went to several queues. When it has filled many, it is to pause until the
   * loop's other connections have been served: a small frame may reach thousands of queues.
   *
   * @param entries queues, 2 or more
   */
  void countEntries(int entries) {
    entriesLeft -= entries;
    if (entriesLeft > 0 || turnSpent) {
      return;
    }
    turnSpent = true;
    pausePublishing();
    services
        .loop()
        .atTurnEnd(
            () -> {
              turnSpent = false;
              entriesLeft = TURN_ENTRIES;
              resumePublishing(); // The transport goes on in the next turn.
            });
  }

  private void pausePublishing() {
    if (publishPauses++ == 0 && !closed) {
      request.handle().onPublishPause();
    }
  }

  private void resumePublishing() {
    if (--publishPauses > 0) {
      return;
    }
    if (!closed) {
      request.handle().onPublishResume();
    }
    while (publishPauses == 0 && !awaitingResume.isEmpty()) {
      awaitingResume.remove(0).run();
    }
  }

  @Override
  public boolean mayPublish() {
    return publishPauses == 0;
  }

  @Override
  public void whenMayPublish(Runnable task) {
    assert services.loop().inThread();
    if (publishPauses == 0) {
      task.run();
    } else {
      awaitingResume.add(task);
    }
  }

  @Override
  public void holdBytes(long more) {
    assert request.loop().inThread();
    if (!closed) {
      heldBytes += more;
      services.queues().memory().add(more);
    }
  }

  @Override
  public Future<Void> close() {
    assert request.loop().inThread();
    if (closed) {
      return Future.succeededFuture();
    }
    holdBytes(-heldBytes);
    closed = true;
    List<Future<Void>> endings = new ArrayList<>(1);
    for (Session session : List.copyOf(sessions)) {
      endings.add(session.close());
    }
    registry.remove(this);
    if (admission != null) {
      admission.leave(request.principal(), vhost.name());
    }
    endings.add(commands.connectionClosed(request.loop(), this));
    // Routes that are remembered know its deleted queues for a while, and these their owner: what
    // the protocol has made, buffers and all, is not to live on for that.
    request = withoutProtocol(request);
    return Future.join(endings).<Void>mapEmpty().otherwiseEmpty();
  }

  private static ConnectionRequest withoutProtocol(ConnectionRequest request) {
    return new ConnectionRequest(
        request.principal(),
        request.vhost(),
        request.protocol(),
        request.transport(),
        request.loop(),
        Arguments.NONE,
        request.clientId(),
        NobodyThere.INSTANCE);
  }
}
