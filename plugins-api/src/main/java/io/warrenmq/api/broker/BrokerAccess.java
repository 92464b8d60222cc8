package io.warrenmq.api.broker;

import io.vertx.core.Future;
import io.warrenmq.api.auth.Credentials;
import io.warrenmq.api.auth.Principal;
import io.warrenmq.api.auth.SaslMechanism;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.queue.MessageFilter;
import io.warrenmq.api.transport.TransportInfo;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The broker's front door for protocols. Thread-safe. */
public interface BrokerAccess {
  /** What the broker says of itself. */
  BrokerInfo info();

  /** Limits that protocols keep. */
  BrokerLimits limits();

  /** The mechanisms offered to this peer, in the configured order. */
  List<SaslMechanism> saslMechanisms(TransportInfo transport);

  /**
   * The mechanism of that name, for a protocol that has a list of its own of those it offers: it
   * need not be in the configured one.
   *
   * @return {@code null} when there is none, or none that can be offered to this peer
   */
  @Nullable SaslMechanism saslMechanism(String name, TransportInfo transport);

  /**
   * Checks who somebody is, and whether they may come from where they come (users that are
   * restricted to loopback).
   *
   * @param loop the caller's loop; the future completes on it
   * @return the principal; fails with ACCESS_REFUSED, whose text is for the log and may name the
   *     reason
   */
  Future<Principal> authenticate(Loop loop, Credentials credentials, TransportInfo transport);

  /**
   * Checks the new secret of somebody who has authenticated, whose old one expires. The broker's
   * own users have none that expires: what they send is not looked at, as in RabbitMQ.
   *
   * @param loop the caller's loop; the future completes on it
   * @return who it is from now on; fails with ACCESS_REFUSED
   */
  Future<Principal> renew(Loop loop, Principal principal, String secret, TransportInfo transport);

  /**
   * Opens a connection to a vhost. Completes on the request's loop.
   *
   * @return the connection; fails with NOT_FOUND when the vhost does not exist, with NOT_ALLOWED
   *     when it is not granted, with LIMIT_REACHED when there are as many connections as may be
   */
  Future<BrokerConnection> open(ConnectionRequest request);

  /** The event loops, by their index. What belongs to no connection is spread over them. */
  List<Loop> loops();

  /**
   * Opens a connection of the broker's own, for what no client is there to do: the end of a session
   * whose client is away, its will. All permissions, in no listing, against no limit. To be closed
   * when that is done.
   *
   * @param loop the caller's loop
   * @return the connection; fails with NOT_FOUND when the vhost does not exist
   */
  Future<BrokerConnection> openInternal(Loop loop, String vhost);

  /**
   * Makes a filter of a selector of JMS (3.1 §3.8), as Artemis and Qpid understand them: {@code
   * colour = 'red' AND JMSPriority > 5}.
   *
   * @throws io.warrenmq.api.error.BrokerException MALFORMED when it is none; the text names the
   *     place
   */
  MessageFilter selector(String expression);

  /**
   * Makes a filter of an SQL filter expression of AMQP 1.0 (Filter Expressions §6) in RabbitMQ's
   * dialect: {@code a.colour IN ('red', 'blue') AND properties.subject LIKE 'order%'}.
   *
   * @throws io.warrenmq.api.error.BrokerException MALFORMED when it is none; the text names the
   *     place
   */
  MessageFilter sqlFilter(String expression);

  /**
   * Makes a filter that compares properties, AMQP 1.0's {@code properties-filter} (Filter
   * Expressions §4.2.4): all must match. Text may begin with {@code &p:} or {@code &s:} and is then
   * a beginning or an end; {@code &&} stands for one {@code &}.
   *
   * @param fields the values to compare with, canonical types, by AMQP 1.0's names of the
   *     properties ({@code message-id}); with {@code null} any value matches
   * @throws io.warrenmq.api.error.BrokerException MALFORMED when a name or a value is not
   *     acceptable; the text names it
   */
  MessageFilter propertiesFilter(Map<String, @Nullable Object> fields);

  /**
   * The same for application properties, AMQP 1.0's {@code application-properties-filter} (Filter
   * Expressions §4.2.5): with {@code null} any value matches, but there must be one.
   *
   * @param fields the values to compare with, canonical types, by name
   * @throws io.warrenmq.api.error.BrokerException MALFORMED when a value is not acceptable; the
   *     text names it
   */
  MessageFilter applicationPropertiesFilter(Map<String, @Nullable Object> fields);
}
