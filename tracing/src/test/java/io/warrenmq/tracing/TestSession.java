package io.warrenmq.tracing;

import io.vertx.core.Future;
import io.warrenmq.api.auth.Principal;
import io.warrenmq.api.broker.BrokerConnection;
import io.warrenmq.api.broker.SessionListener;
import io.warrenmq.api.broker.VhostAccess;
import io.warrenmq.api.interceptor.InterceptedSession;
import io.warrenmq.api.loop.Loop;
import java.util.Set;

/** A session of a client in the vhost {@code v}, on a loop and in a protocol. */
record TestSession(Loop loop, String protocol) implements InterceptedSession, BrokerConnection {
  @Override
  public BrokerConnection connection() {
    return this;
  }

  @Override
  public int sessionNumber() {
    return 1;
  }

  @Override
  public String name() {
    return "127.0.0.1:1 -> 127.0.0.1:5672";
  }

  @Override
  public Principal principal() {
    return new Principal("guest", Set.of());
  }

  @Override
  public String vhost() {
    return "v";
  }

  @Override
  public VhostAccess openSession(SessionListener listener) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void renew(Principal principal) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void setWritable(boolean writable) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void holdBytes(long more) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean mayPublish() {
    return true;
  }

  @Override
  public void whenMayPublish(Runnable task) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Future<Void> close() {
    throw new UnsupportedOperationException();
  }
}
