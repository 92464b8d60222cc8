package io.warrenmq.core.vhost;

import io.warrenmq.api.error.BrokerException;
import io.warrenmq.core.metadata.MetadataRecord.GlobalParameterPut;
import io.warrenmq.core.metadata.MetadataRecord.ParameterPut;
import io.warrenmq.core.metadata.VhostSettings;
import io.warrenmq.core.policy.Policy;
import io.warrenmq.core.policy.PolicyValidation;
import io.warrenmq.core.policy.WholeNumber;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A runtime parameter of a vhost, as far as it was looked at: what it is. Immutable. */
public sealed interface CheckedParameter {
  /**
   * The limits of the vhost.
   *
   * @param maxConnections most connections; −1 for no limit
   * @param maxQueues most queues; −1 for no limit
   */
  record Limits(int maxConnections, int maxQueues) implements CheckedParameter {
    /** Settings with these limits in place of theirs. */
    public VhostSettings in(VhostSettings settings) {
      return settings.withLimits(maxConnections, maxQueues);
    }
  }

  /** An operator policy. */
  record Operators(Policy policy) implements CheckedParameter {}

  /** What some other component knows the meaning of. */
  record Other(ParameterPut parameter) implements CheckedParameter {}

  /**
   * Looks at a parameter.
   *
   * @param value a value as JSON has it
   * @throws BrokerException PRECONDITION_FAILED for what its component does not take, in RabbitMQ's
   *     words
   */
  static CheckedParameter of(String vhost, String component, String name, @Nullable Object value) {
    if (component.equals(PolicyCommands.POLICY)) {
      throw PolicyCommands.notThisWay("set");
    } else if (component.equals(PolicyCommands.OPERATOR_POLICY)) {
      return new Operators(PolicyValidation.exactly(vhost, true, name, fields(name, value)));
    } else if (component.equals(ParameterCommands.VHOST_LIMITS)) {
      return limits(name, fields(name, value));
    }
    Names.checkLength("component", component);
    checkName(name);
    ParameterValues.check(value);
    return new Other(new ParameterPut(vhost, component, name, value));
  }

  /**
   * Looks at a global parameter. Fails with PRECONDITION_FAILED when it is too large.
   *
   * @param value a value as JSON has it
   */
  static GlobalParameterPut global(String name, @Nullable Object value) {
    checkName(name);
    ParameterValues.check(value);
    return new GlobalParameterPut(name, value);
  }

  private static void checkName(String name) {
    if (name.isEmpty() || name.getBytes(StandardCharsets.UTF_8).length > Names.BYTES_MAX) {
      throw Refusals.preconditionFailed(
          "a parameter needs a name of at most " + Names.BYTES_MAX + " bytes");
    }
  }

  private static Map<String, @Nullable Object> fields(String name, @Nullable Object value) {
    if (value instanceof List<?> list && list.isEmpty()) {
      return Map.of(); // RabbitMQ's files have it for no fields: of limits that were all cleared.
    }
    if (!(value instanceof Map<?, ?> map)) {
      throw PolicyValidation.refusal(List.of(PolicyValidation.notAList(name, value)));
    }
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    map.forEach((key, item) -> fields.put(String.valueOf(key), item));
    return fields;
  }

  private static Limits limits(String name, Map<String, @Nullable Object> fields) {
    if (!name.equals(ParameterCommands.LIMITS_NAME)) {
      throw Refusals.preconditionFailed(
          "the parameter of '" + ParameterCommands.VHOST_LIMITS + "' is named 'limits'");
    }
    Map<String, @Nullable Object> unknown = new TreeMap<>(fields);
    int maxConnections = limit(unknown, "max-connections");
    int maxQueues = limit(unknown, "max-queues");
    if (!unknown.isEmpty()) {
      throw PolicyValidation.refusal(List.of(PolicyValidation.unrecognised(unknown, name)));
    }
    return new Limits(maxConnections, maxQueues);
  }

  private static int limit(Map<String, @Nullable Object> fields, String name) {
    if (!fields.containsKey(name)) {
      return -1;
    }
    Object value = fields.remove(name);
    BigInteger number = WholeNumber.of(value);
    if (number == null) {
      throw PolicyValidation.refusal(List.of(PolicyValidation.notANumber(name, value)));
    }
    return number.signum() < 0
        ? -1
        : number.min(BigInteger.valueOf(Integer.MAX_VALUE)).intValueExact();
  }
}
