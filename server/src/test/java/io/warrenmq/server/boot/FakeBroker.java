package io.warrenmq.server.boot;

import io.vertx.core.Future;
import io.warrenmq.api.auth.Credentials;
import io.warrenmq.api.auth.Principal;
import io.warrenmq.api.auth.SaslMechanism;
import io.warrenmq.api.broker.BrokerAccess;
import io.warrenmq.api.broker.BrokerConnection;
import io.warrenmq.api.broker.BrokerInfo;
import io.warrenmq.api.broker.BrokerLimits;
import io.warrenmq.api.broker.ConnectionRequest;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.queue.MessageFilter;
import io.warrenmq.api.transport.TransportInfo;
import io.warrenmq.core.broker.BrokerOptions;
import java.util.List;
import java.util.Map;

/** A broker that nobody is let into. */
final class FakeBroker implements NodeBroker, BrokerAccess {
  boolean started;
  boolean stopped;

  @Override
  public BrokerAccess access() {
    return this;
  }

  @Override
  public Future<Void> start() {
    started = true;
    return Future.succeededFuture();
  }

  @Override
  public Future<Throwable> failure() {
    return Future.future(never -> {});
  }

  @Override
  public Future<Void> stop() {
    stopped = true;
    return Future.succeededFuture();
  }

  @Override
  public BrokerInfo info() {
    return BrokerOptions.defaults().info();
  }

  @Override
  public BrokerLimits limits() {
    return BrokerOptions.defaults().limits();
  }

  @Override
  public List<SaslMechanism> saslMechanisms(TransportInfo transport) {
    return List.of();
  }

  @Override
  public SaslMechanism saslMechanism(String name, TransportInfo transport) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Future<Principal> authenticate(
      Loop loop, Credentials credentials, TransportInfo transport) {
    return Future.failedFuture("nobody is let in");
  }

  @Override
  public Future<Principal> renew(
      Loop loop, Principal principal, String secret, TransportInfo transport) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<Loop> loops() {
    return List.of();
  }

  @Override
  public Future<BrokerConnection> openInternal(Loop loop, String vhost) {
    throw new UnsupportedOperationException();
  }

  @Override
  public MessageFilter selector(String expression) {
    throw new UnsupportedOperationException();
  }

  @Override
  public MessageFilter sqlFilter(String expression) {
    throw new UnsupportedOperationException();
  }

  @Override
  public MessageFilter propertiesFilter(Map<String, Object> fields) {
    throw new UnsupportedOperationException();
  }

  @Override
  public MessageFilter applicationPropertiesFilter(Map<String, Object> fields) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Future<BrokerConnection> open(ConnectionRequest request) {
    return Future.failedFuture("nobody is let in");
  }
}
