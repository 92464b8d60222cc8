package io.warrenmq.core.broker;

import io.vertx.core.Future;
import io.warrenmq.api.auth.Credentials;
import io.warrenmq.api.auth.Principal;
import io.warrenmq.api.auth.SaslMechanism;
import io.warrenmq.api.broker.BrokerAccess;
import io.warrenmq.api.broker.BrokerConnection;
import io.warrenmq.api.broker.BrokerInfo;
import io.warrenmq.api.broker.BrokerLimits;
import io.warrenmq.api.broker.ConnectionRequest;
import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.error.ErrorKind;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.queue.MessageFilter;
import io.warrenmq.api.transport.TransportInfo;
import io.warrenmq.core.event.EventDispatcher;
import io.warrenmq.core.event.TransportAttributes;
import io.warrenmq.core.flow.ResourceAlarms;
import io.warrenmq.core.selector.MessageFilters;
import io.warrenmq.core.session.ClientConnection;
import io.warrenmq.core.session.ConnectionRegistry;
import io.warrenmq.core.vhost.ConnectionAdmission;
import io.warrenmq.core.vhost.Vhost;
import io.warrenmq.core.vhost.VhostCommands;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What protocols ask for, answered. Thread-safe. */
final class FrontDoor implements BrokerAccess {
  private final String protocol;
  private final BrokerOptions options;
  private final Supplier<BrokerInfo> info;
  private final List<Loop> loops;
  private final AccessControl control;
  private final ConnectionAdmission admission;
  private final VhostCommands commands;
  private final LoopAssembly assembly;
  private final ConnectionRegistry connections;
  private final ResourceAlarms alarms;
  private final EventDispatcher events;
  private final MessageFilters filters;
  private final RandomGenerator random;

  /**
   * Creates one.
   *
   * @param protocol who asks, for what is counted of logins
   */
  FrontDoor(
      String protocol,
      BrokerOptions options,
      Supplier<BrokerInfo> info,
      List<Loop> loops,
      AccessControl control,
      ConnectionAdmission admission,
      VhostCommands commands,
      LoopAssembly assembly,
      ConnectionRegistry connections,
      ResourceAlarms alarms,
      EventDispatcher events,
      MessageFilters filters,
      RandomGenerator random) {
    this.protocol = protocol;
    this.options = options;
    this.info = info;
    this.loops = loops;
    this.control = control;
    this.admission = admission;
    this.commands = commands;
    this.assembly = assembly;
    this.connections = connections;
    this.alarms = alarms;
    this.events = events;
    this.filters = filters;
    this.random = random;
  }

  /** The same for another protocol. */
  FrontDoor of(String otherProtocol) {
    return new FrontDoor(
        otherProtocol,
        options,
        info,
        loops,
        control,
        admission,
        commands,
        assembly,
        connections,
        alarms,
        events,
        filters,
        random);
  }

  @Override
  public BrokerInfo info() {
    return info.get();
  }

  @Override
  public BrokerLimits limits() {
    return options.limits();
  }

  @Override
  public List<SaslMechanism> saslMechanisms(TransportInfo transport) {
    return control.mechanisms(transport);
  }

  @Override
  public @Nullable SaslMechanism saslMechanism(String name, TransportInfo transport) {
    return control.mechanism(name, transport);
  }

  @Override
  public Future<Principal> authenticate(
      Loop loop, Credentials credentials, TransportInfo transport) {
    return control
        .authenticate(loop, credentials, transport)
        .onComplete(
            answer -> {
              control.attempts().add(protocol, answer.succeeded());
              if (answer.failed()) {
                tellOf("failure", credentials.username(), protocol, transport);
              }
            });
  }

  private void tellOf(String outcome, String user, String by, TransportInfo transport) {
    events.emit(
        "user.authentication." + outcome,
        () -> {
          Map<String, Object> attributes = new LinkedHashMap<>();
          attributes.put("name", user);
          attributes.put("protocol", by);
          TransportAttributes.put(attributes, transport);
          return attributes;
        });
  }

  @Override
  public Future<Principal> renew(
      Loop loop, Principal principal, String secret, TransportInfo transport) {
    return control.renew(loop, principal, secret, transport);
  }

  @Override
  public List<Loop> loops() {
    return loops;
  }

  @Override
  public Future<BrokerConnection> openInternal(Loop loop, String vhostName) {
    assert loop.inThread();
    ConnectionRequest request = InternalConnection.request(loop, vhostName);
    try {
      Vhost vhost = admission.enter(request.principal(), vhostName);
      return Future.succeededFuture(connection(request, vhost, admission));
    } catch (BrokerException e) {
      return Future.failedFuture(e);
    }
  }

  /** See {@link Broker#openFor}. */
  Future<BrokerConnection> openFor(Loop loop, String vhostName, Principal user) {
    assert loop.inThread();
    try {
      Vhost vhost = admission.admit(user, vhostName);
      return Future.succeededFuture(
          connection(InternalConnection.request(loop, vhostName, user), vhost, null));
    } catch (BrokerException e) {
      return Future.failedFuture(e);
    }
  }

  private ClientConnection connection(
      ConnectionRequest request, Vhost vhost, @Nullable ConnectionAdmission counted) {
    return new ClientConnection(
        request, assembly.on(request.loop()), vhost, commands, counted, connections, random);
  }

  @Override
  public Future<BrokerConnection> open(ConnectionRequest request) {
    assert request.loop().inThread();
    Vhost vhost;
    try {
      vhost = admission.enter(request.principal(), request.vhost());
    } catch (BrokerException e) {
      return Future.failedFuture(e);
    }
    ClientConnection connection = connection(request, vhost, admission);
    // Not when its password was found right: it may have shown something else, and requests of the
    // API each have one.
    tellOf("success", request.principal().name(), request.protocol(), request.transport());
    connections.add(connection);
    if (vhost
        .isDeleted()) { // Meanwhile; whoever closes its connections may not have seen this one.
      connection.close();
      return Future.failedFuture(
          new BrokerException(ErrorKind.NOT_FOUND, "vhost " + vhost.name() + " not found"));
    }
    if (alarms.reason() != null) {
      // Not before the protocol has finished opening. By then the alarm may have been cleared, and
      // nobody else would take a block back that is told too late: so it is looked at again.
      request.loop().execute(() -> connection.tellAlarm(alarms.reason()));
    }
    return Future.succeededFuture(connection);
  }

  @Override
  public MessageFilter selector(String expression) {
    return MessageFilters.selector(expression);
  }

  @Override
  public MessageFilter sqlFilter(String expression) {
    return filters.sqlFilter(expression);
  }

  @Override
  public MessageFilter propertiesFilter(Map<String, @Nullable Object> fields) {
    return filters.propertiesFilter(fields);
  }

  @Override
  public MessageFilter applicationPropertiesFilter(Map<String, @Nullable Object> fields) {
    return filters.applicationPropertiesFilter(fields);
  }
}
