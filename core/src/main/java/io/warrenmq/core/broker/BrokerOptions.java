package io.warrenmq.core.broker;

import io.warrenmq.api.broker.BrokerInfo;
import io.warrenmq.api.broker.BrokerLimits;
import java.util.List;
import java.util.Set;

/**
 * Everything that can be set about a broker. Immutable.
 *
 * @param info what it says of itself
 * @param limits what protocols keep
 * @param defaultVhost created on an empty store, and where protocols go that name none
 * @param defaultUser the first user's name; empty for none
 * @param defaultPassword the first user's password
 * @param defaultUserTags the first user's tags
 * @param loopbackUsers users that may come from this machine only
 * @param anonymousUser the user of SASL ANONYMOUS; empty: not offered
 * @param anonymousPassword that user's password
 * @param authMechanisms SASL mechanisms in the order in which they are offered
 * @param defaultQueueType the type of queues that name none: {@code classic} or {@code quorum}
 * @param connectionsMax most open connections of the node; −1 for no limit
 * @param queuesMax most queues of the node; −1 for no limit
 * @param exchangesMax most exchanges of the node; −1 for no limit
 * @param messageMemoryBytes bytes of messages held above which publishers are blocked
 */
public record BrokerOptions(
    BrokerInfo info,
    BrokerLimits limits,
    String defaultVhost,
    String defaultUser,
    String defaultPassword,
    Set<String> defaultUserTags,
    Set<String> loopbackUsers,
    String anonymousUser,
    String anonymousPassword,
    List<String> authMechanisms,
    String defaultQueueType,
    int connectionsMax,
    int queuesMax,
    int exchangesMax,
    long messageMemoryBytes) {
  /** RabbitMQ 4's defaults, under our own name. */
  public static BrokerOptions defaults() {
    return new BrokerOptions(
        new BrokerInfo("WarrenMQ", "0.1.0", "4.2.0", "warren@localhost", "warren@localhost"),
        new BrokerLimits(131_072, 8192, 2047, 16 << 20, 60, 10_000, 0, 0, 1_800_000),
        "/",
        "guest",
        "guest",
        Set.of("administrator"),
        Set.of("guest"),
        "guest",
        "guest",
        List.of("PLAIN", "AMQPLAIN", "ANONYMOUS"),
        "classic",
        -1,
        -1,
        -1,
        Runtime.getRuntime().maxMemory() / 10 * 6);
  }
}
