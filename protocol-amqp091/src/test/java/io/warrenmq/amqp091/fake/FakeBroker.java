package io.warrenmq.amqp091.fake;

import io.vertx.core.Future;
import io.warrenmq.api.auth.Credentials;
import io.warrenmq.api.auth.Principal;
import io.warrenmq.api.auth.SaslMechanism;
import io.warrenmq.api.broker.BrokerAccess;
import io.warrenmq.api.broker.BrokerConnection;
import io.warrenmq.api.broker.BrokerInfo;
import io.warrenmq.api.broker.BrokerLimits;
import io.warrenmq.api.broker.ConnectionHandle;
import io.warrenmq.api.broker.ConnectionRequest;
import io.warrenmq.api.broker.SessionListener;
import io.warrenmq.api.broker.VhostAccess;
import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.error.ErrorKind;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.queue.MessageFilter;
import io.warrenmq.api.transport.TransportInfo;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A broker with one user, guest, and one vhost, /; what its sessions do is {@link FakeSession}'s.
 */
public final class FakeBroker implements BrokerAccess {
  public BrokerLimits limits =
      new BrokerLimits(131_072, 8192, 2047, 16 * 1024 * 1024, 60, 10_000, 0, 0, 1_800_000);
  public Set<String> tags = Set.of();
  public ConnectionHandle handle;
  public boolean connectionClosed;
  public Future<Void> connectionEnded = Future.succeededFuture();
  public boolean writable = true;
  public boolean pausesPublishers; // each has to wait for resumePublishers() after a publish
  public Principal renewed;
  public final List<FakeSession> sessions = new ArrayList<>();
  private final List<Runnable> pausedPublishers = new ArrayList<>();

  /** Lets those who wait publish once more. */
  public void resumePublishers() {
    List<Runnable> due = List.copyOf(pausedPublishers);
    pausedPublishers.clear();
    due.forEach(Runnable::run);
  }

  @Override
  public BrokerInfo info() {
    return new BrokerInfo("WarrenMQ", "0.1.0", "4.2.0", "rabbit@here", "rabbit@here");
  }

  @Override
  public BrokerLimits limits() {
    return limits;
  }

  @Override
  public List<SaslMechanism> saslMechanisms(TransportInfo transport) {
    return List.of(new Plain(), new TwoSteps(), new LastWord());
  }

  @Override
  public SaslMechanism saslMechanism(String name, TransportInfo transport) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Future<Principal> authenticate(
      Loop loop, Credentials credentials, TransportInfo transport) {
    return credentials instanceof Credentials.Password password
            && password.username().equals("guest")
            && password.password().equals("guest")
        ? Future.succeededFuture(new Principal("guest", tags))
        : Future.failedFuture(new BrokerException(ErrorKind.ACCESS_REFUSED, "wrong password"));
  }

  @Override
  public Future<Principal> renew(
      Loop loop, Principal principal, String secret, TransportInfo transport) {
    return authenticate(loop, new Credentials.Password(principal.name(), secret), transport);
  }

  @Override
  public List<Loop> loops() {
    throw new UnsupportedOperationException();
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
    if (!request.vhost().equals("/")) {
      return Future.failedFuture(
          new BrokerException(ErrorKind.NOT_ALLOWED, "vhost " + request.vhost() + " not found"));
    }
    handle = request.handle();
    return Future.succeededFuture(new FakeConnection(request));
  }

  /** Bytes that connections hold for messages which they have not handed over. */
  public long heldBytes;

  private final class FakeConnection implements BrokerConnection {
    private final ConnectionRequest request;

    FakeConnection(ConnectionRequest request) {
      this.request = request;
    }

    @Override
    public String name() {
      return "test";
    }

    @Override
    public Principal principal() {
      return request.principal();
    }

    @Override
    public String vhost() {
      return request.vhost();
    }

    @Override
    public VhostAccess openSession(SessionListener listener) {
      FakeSession session = new FakeSession(listener);
      sessions.add(session);
      return session;
    }

    @Override
    public void renew(Principal principal) {
      renewed = principal;
    }

    @Override
    public void setWritable(boolean takesMore) {
      writable = takesMore;
    }

    @Override
    public void holdBytes(long more) {
      heldBytes += more;
    }

    @Override
    public boolean mayPublish() {
      return !pausesPublishers;
    }

    @Override
    public void whenMayPublish(Runnable task) {
      if (pausesPublishers) {
        pausedPublishers.add(task);
      } else {
        task.run();
      }
    }

    @Override
    public Future<Void> close() {
      connectionClosed = true;
      return connectionEnded;
    }
  }

  private static final class Plain implements SaslMechanism {
    @Override
    public String name() {
      return "PLAIN";
    }

    @Override
    public SaslExchange begin(TransportInfo transport) {
      return response -> {
        String[] parts = new String(response, StandardCharsets.UTF_8).split("\0", -1);
        return parts.length == 3
            ? new SaslStep.Show(new Credentials.Password(parts[1], parts[2]))
            : new SaslStep.Malformed("not PLAIN");
      };
    }
  }

  /** Tells who is let in so. */
  private static final class LastWord implements SaslMechanism {
    @Override
    public String name() {
      return "LAST-WORD";
    }

    @Override
    public SaslExchange begin(TransportInfo transport) {
      return response -> {
        String password = new String(response, StandardCharsets.UTF_8);
        return new SaslStep.Show(
            new Credentials.Password("guest", password),
            "welcome".getBytes(StandardCharsets.UTF_8));
      };
    }
  }

  /** Asks for the name first and the password then. */
  private static final class TwoSteps implements SaslMechanism {
    @Override
    public String name() {
      return "TWO-STEPS";
    }

    @Override
    public SaslExchange begin(TransportInfo transport) {
      StringBuilder name = new StringBuilder();
      return response -> {
        String text = new String(response, StandardCharsets.UTF_8);
        if (name.length() == 0) {
          name.append(text);
          return new SaslStep.Challenge("password?".getBytes(StandardCharsets.UTF_8));
        }
        return new SaslStep.Show(new Credentials.Password(name.toString(), text));
      };
    }
  }
}
