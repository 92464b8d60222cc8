package io.warrenmq.core.vhost;

import io.vertx.core.Future;
import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.error.ErrorKind;
import io.warrenmq.core.metadata.MetadataLoop;
import io.warrenmq.core.metadata.MetadataRecord;
import io.warrenmq.core.metadata.MetadataRecord.ParameterPut;
import io.warrenmq.core.metadata.MetadataRecord.PolicyPut;
import io.warrenmq.core.policy.Policy;
import io.warrenmq.core.policy.PolicyTable;
import io.warrenmq.core.policy.PolicyValidation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sets and clears policies and operator policies, which exchanges and queues follow at once. What
 * is refused is told in RabbitMQ's words. Confined to the metadata loop, where the futures
 * complete, except {@link #find} and {@link #all}.
 */
public final class PolicyCommands {
  static final String POLICY = "policy";
  static final String OPERATOR_POLICY = "operator_policy";

  private final MetadataLoop metadata;
  private final VhostRegistry vhosts;

  /** Creates the commands. */
  public PolicyCommands(MetadataLoop metadata, VhostRegistry vhosts) {
    this.metadata = metadata;
    this.vhosts = vhosts;
  }

  /** The policy of that name; {@code null} when there is none. Any loop. */
  public @Nullable Policy find(String vhost, boolean operator, String name) {
    Vhost found = vhosts.find(vhost);
    return found == null ? null : found.policies().find(operator, name);
  }

  /** All policies or all operator policies, of all vhosts. Any loop. */
  public List<Policy> all(boolean operator) {
    List<Policy> all = new ArrayList<>();
    vhosts.all().forEach(vhost -> all.addAll(vhost.policies().all(operator)));
    return all;
  }

  /**
   * Sets a policy, in place of one of its name.
   *
   * @param fields {@code pattern}, {@code definition}, {@code priority} and {@code apply-to}, see
   *     {@link PolicyValidation#policy}
   * @return whether there was none of its name; completes when all queues have been told. Fails
   *     with NOT_FOUND for an unknown vhost, PRECONDITION_FAILED for what is no policy
   */
  public Future<Boolean> put(
      String vhost, boolean operator, String name, Map<String, @Nullable Object> fields) {
    return MetadataLoop.attempt(
        () -> {
          Vhost there = vhosts.required(vhost);
          Policy policy = PolicyValidation.policy(vhost, operator, name, fields);
          boolean isNew = there.plan().policies.table().find(operator, name) == null;
          return putAll(vhost, List.of(policy)).map(isNew);
        });
  }

  /**
   * Sets policies of one vhost together: its queues are looked at once. Fails with NOT_FOUND for an
   * unknown vhost.
   */
  public Future<Void> putAll(String vhost, List<Policy> policies) {
    return MetadataLoop.attempt(
        () -> {
          Vhost there = vhosts.required(vhost);
          PolicyTable before = there.plan().policies.table();
          List<Policy> changed = new ArrayList<>(policies);
          changed.removeIf(
              policy -> policy.equals(before.find(policy.isOperator(), policy.name())));
          if (changed.isEmpty()) {
            return metadata.settled();
          }
          return change(
              there,
              before.with(changed),
              changed.stream().map(Policy::source).toList(),
              () -> changed.forEach(this::tellOfSet));
        });
  }

  /** Clears a policy. Fails with NOT_FOUND. */
  public Future<Void> delete(String vhost, boolean operator, String name) {
    return MetadataLoop.attempt(
        () -> {
          Vhost there = vhosts.required(vhost);
          Policy policy = there.plan().policies.table().find(operator, name);
          if (policy == null) {
            throw ParameterCommands.doesNotExist();
          }
          return change(
              there,
              there.plan().policies.table().without(operator, name),
              List.of(policy.source().removed()),
              () -> tellOfClear(policy.source()));
        });
  }

  private Future<Void> change(
      Vhost vhost, PolicyTable table, List<? extends MetadataRecord> records, Runnable tell) {
    PolicyMatcher matcher = new PolicyMatcher(table);
    vhost.plan().policies = matcher;
    List<Future<Void>> swept = new ArrayList<>(1);
    return metadata
        .commit(
            records,
            () -> {
              vhost.setPolicies(table);
              swept.add(new PolicySweep(vhost, matcher, metadata.loop()).run());
              tell.run();
            })
        .compose(visible -> swept.get(0));
  }

  private void tellOfSet(Policy policy) {
    PolicyPut source = policy.source();
    Map<String, Object> value = value(source);
    if (source.operator()) {
      ParameterCommands.tellOfSet(
          metadata.events(),
          new ParameterPut(source.vhost(), OPERATOR_POLICY, source.name(), value));
    }
    metadata
        .events()
        .emit(
            "policy.set",
            () -> {
              Map<String, Object> attributes = new LinkedHashMap<>();
              attributes.put("name", source.name());
              attributes.put("vhost", source.vhost());
              attributes.putAll(value);
              return attributes;
            });
  }

  private void tellOfClear(PolicyPut source) {
    if (source.operator()) {
      ParameterCommands.tellOfClear(
          metadata.events(), source.vhost(), OPERATOR_POLICY, source.name());
    }
    metadata
        .events()
        .emit(
            source.operator() ? "operator.policy.cleared" : "policy.cleared",
            () -> Map.of("name", source.name(), "vhost", source.vhost()));
  }

  /** A policy as the value of a parameter. */
  static Map<String, Object> value(PolicyPut policy) {
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("pattern", policy.pattern());
    value.put("definition", policy.definition());
    value.put("priority", policy.priority());
    value.put("apply-to", policy.applyTo());
    return value;
  }

  /** Refuses what may be changed by these commands only. */
  static BrokerException notThisWay(String what) {
    return new BrokerException(
        ErrorKind.PRECONDITION_FAILED, "policies may not be " + what + " using this method");
  }
}
