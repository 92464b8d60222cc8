package io.warrenmq.core.broker;

import io.warrenmq.api.auth.CertificateName;
import io.warrenmq.api.broker.BrokerInfo;
import io.warrenmq.api.broker.BrokerLimits;
import io.warrenmq.core.auth.PasswordHashing;
import io.warrenmq.core.definitions.FirstStart;
import io.warrenmq.core.interceptor.InterceptorOptions;
import io.warrenmq.core.vhost.ResourceLimits;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything that can be set about a broker. Immutable.
 *
 * @param info what it says of itself
 * @param limits what protocols keep
 * @param firstStart what it begins with on an empty store
 * @param loopbackUsers users that may come from this machine only
 * @param anonymousUser the user of SASL ANONYMOUS; empty: not offered
 * @param anonymousPassword that user's password
 * @param authMechanisms SASL mechanisms in the order in which they are offered
 * @param certificateName the part of a client certificate that SASL EXTERNAL takes for the user
 * @param newPasswords how passwords that are set from now on are kept
 * @param connectionsMax most open connections of the node; −1 for no limit
 * @param resources limits on queues, exchanges and vhosts
 * @param eventVhost the vhost with the exchange of events; {@code null}: there is none
 * @param interceptors which of the broker's own interceptors there are
 * @param messageMemoryBytes bytes of messages held above which publishers are blocked
 * @param diskFreeBytes bytes free on the disk of the messages below which publishers are blocked
 */
public record BrokerOptions(
    BrokerInfo info,
    BrokerLimits limits,
    FirstStart firstStart,
    Set<String> loopbackUsers,
    String anonymousUser,
    String anonymousPassword,
    List<String> authMechanisms,
    CertificateName certificateName,
    PasswordHashing newPasswords,
    int connectionsMax,
    ResourceLimits resources,
    @Nullable String eventVhost,
    InterceptorOptions interceptors,
    long messageMemoryBytes,
    long diskFreeBytes) {
  /** RabbitMQ 4's defaults, under our own name. */
  public static BrokerOptions defaults() {
    return new BrokerOptions(
        new BrokerInfo("WarrenMQ", "0.1.0", "4.2.0", "warren@localhost", "warren@localhost"),
        new BrokerLimits(131_072, 8192, 2047, 16 << 20, 60, 10_000, 0, 0, 1_800_000),
        FirstStart.DEFAULT,
        Set.of("guest"),
        "guest",
        "guest",
        List.of("PLAIN", "AMQPLAIN", "ANONYMOUS", "EXTERNAL"),
        CertificateName.DISTINGUISHED_NAME,
        PasswordHashing.SHA256,
        -1,
        ResourceLimits.NONE,
        "/",
        InterceptorOptions.NONE,
        Runtime.getRuntime().maxMemory() / 10 * 6,
        50_000_000);
  }

  /**
   * The same with other limits.
   *
   * @param messageMemoryBytes see there
   * @param diskFreeBytes see there
   */
  public BrokerOptions withLimits(
      BrokerLimits otherLimits, long messageMemoryBytes, long diskFreeBytes) {
    return new BrokerOptions(
        info,
        otherLimits,
        firstStart,
        loopbackUsers,
        anonymousUser,
        anonymousPassword,
        authMechanisms,
        certificateName,
        newPasswords,
        connectionsMax,
        resources,
        eventVhost,
        interceptors,
        messageMemoryBytes,
        diskFreeBytes);
  }
}
