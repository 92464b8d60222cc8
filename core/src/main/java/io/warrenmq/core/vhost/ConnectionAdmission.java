package io.warrenmq.core.vhost;

import io.warrenmq.api.auth.Authorizer;
import io.warrenmq.api.auth.Principal;
import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.error.ErrorKind;
import io.warrenmq.core.auth.UserStore;
import io.warrenmq.core.metadata.MetadataRecord.UserPut;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Decides whether a connection or a channel more may be opened, and counts them. In RabbitMQ's
 * words. Thread-safe.
 */
public final class ConnectionAdmission {
  private final VhostRegistry vhosts;
  private final UserStore users;
  private final Authorizer authorizer;
  private final int connectionsMax;
  private final AtomicInteger connections = new AtomicInteger();
  private final CountByName perVhost = new CountByName();
  private final CountByName perUser = new CountByName();
  private final CountByName channelsPerUser = new CountByName();

  /**
   * Creates the admission.
   *
   * @param connectionsMax {@code max_connections}: most connections of the node; −1 for no limit
   */
  public ConnectionAdmission(
      VhostRegistry vhosts, UserStore users, Authorizer authorizer, int connectionsMax) {
    this.vhosts = vhosts;
    this.users = users;
    this.authorizer = authorizer;
    this.connectionsMax = connectionsMax;
  }

  /** Connections that are open now. */
  public int connections() {
    return connections.get();
  }

  /** Connections that are open now in a vhost. */
  public int connectionsIn(String vhost) {
    return perVhost.count(vhost);
  }

  /**
   * Lets a connection into a vhost and counts it; {@link #leave} takes it off.
   *
   * @throws BrokerException NOT_FOUND without such a vhost, NOT_ALLOWED when it is not granted,
   *     LIMIT_REACHED when there are as many as may be
   */
  public Vhost enter(Principal principal, String vhostName) {
    Vhost vhost = admit(principal, vhostName);
    if (Requester.isBroker(principal)) {
      return vhost;
    }
    String user = principal.name();
    String refused = refusal(principal, vhostName);
    if (!increment(connections, connectionsMax)) {
      throw limitReached(
          "connection refused: node connection limit (" + connectionsMax + ") is reached");
    }
    int vhostMax = vhost.settings().maxConnections();
    if (!perVhost.increment(vhostName, vhostMax)) {
      connections.decrementAndGet();
      throw limitReached(refused + ": connection limit (" + vhostMax + ") is reached");
    }
    int userMax = connectionsMaxOf(user);
    if (!perUser.increment(user, userMax)) {
      connections.decrementAndGet();
      perVhost.decrement(vhostName);
      throw limitReached(
          "connection refused for user '"
              + user
              + "': user connection limit ("
              + userMax
              + ") is reached");
    }
    return vhost;
  }

  /**
   * Lets somebody into a vhost, and counts nothing.
   *
   * @throws BrokerException NOT_FOUND without such a vhost, NOT_ALLOWED when it is not granted
   */
  public Vhost admit(Principal principal, String vhostName) {
    Vhost vhost = vhosts.find(vhostName);
    if (vhost == null) {
      throw new BrokerException(ErrorKind.NOT_FOUND, "vhost " + vhostName + " not found");
    }
    if (!Requester.isBroker(principal) && !authorizer.mayAccessVhost(principal, vhostName)) {
      throw notAllowed(refusal(principal, vhostName));
    }
    return vhost;
  }

  private static String refusal(Principal principal, String vhostName) {
    return "access to vhost '" + vhostName + "' refused for user '" + principal.name() + "'";
  }

  /** Takes a connection off that {@link #enter} has let in. */
  public void leave(Principal principal, String vhostName) {
    if (Requester.isBroker(principal)) {
      return;
    }
    connections.decrementAndGet();
    perVhost.decrement(vhostName);
    perUser.decrement(principal.name());
  }

  /**
   * Counts a channel of a user; {@link #closeChannel} takes it off.
   *
   * @throws BrokerException NOT_ALLOWED when the user's limit is reached
   */
  public void openChannel(String user) {
    UserPut known = users.find(user);
    int max = known == null ? -1 : known.maxChannels();
    if (!channelsPerUser.increment(user, max)) {
      throw notAllowed(
          "number of channels opened for user '"
              + user
              + "' has reached the maximum allowed user limit of ("
              + max
              + ")");
    }
  }

  /** Takes a channel off that {@link #openChannel} has counted. */
  public void closeChannel(String user) {
    channelsPerUser.decrement(user);
  }

  private int connectionsMaxOf(String user) {
    UserPut known = users.find(user);
    return known == null ? -1 : known.maxConnections(); // Other authenticators' users have none.
  }

  private static boolean increment(AtomicInteger count, int max) {
    if (count.incrementAndGet() > max && max >= 0) {
      count.decrementAndGet();
      return false;
    }
    return true;
  }

  private static BrokerException notAllowed(String text) {
    return new BrokerException(ErrorKind.NOT_ALLOWED, text);
  }

  private static BrokerException limitReached(String text) {
    return new BrokerException(ErrorKind.LIMIT_REACHED, text);
  }
}
