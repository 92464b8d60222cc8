package io.warrenmq.core.vhost;

import io.vertx.core.Future;
import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.error.ErrorKind;
import io.warrenmq.core.event.EventDispatcher;
import io.warrenmq.core.metadata.MetadataLoop;
import io.warrenmq.core.metadata.MetadataRecord;
import io.warrenmq.core.metadata.MetadataRecord.GlobalParameterPut;
import io.warrenmq.core.metadata.MetadataRecord.ParameterPut;
import io.warrenmq.core.metadata.VhostSettings;
import io.warrenmq.core.policy.Policy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Sets and clears runtime parameters. A vhost's limits and operator policies look like parameters
 * as well, as in RabbitMQ; policies do not. What other components mean by theirs is not looked at.
 * Confined to the metadata loop, where the futures complete, except where a method says otherwise.
 */
public final class ParameterCommands {
  /** The component of a vhost's limits; its only name is {@link #LIMITS_NAME}. */
  public static final String VHOST_LIMITS = "vhost-limits";

  /** The name of the parameter that is a vhost's limits. */
  public static final String LIMITS_NAME = "limits";

  private final MetadataLoop metadata;
  private final VhostRegistry vhosts;
  private final PolicyCommands policies;
  private final Map<String, GlobalParameterPut> plannedGlobals = new HashMap<>();
  private final ConcurrentHashMap<String, GlobalParameterPut> globals = new ConcurrentHashMap<>();

  /** Creates the commands. */
  public ParameterCommands(MetadataLoop metadata, VhostRegistry vhosts, PolicyCommands policies) {
    this.metadata = metadata;
    this.vhosts = vhosts;
    this.policies = policies;
  }

  // ---- any loop ----

  /** The parameter; {@code null} when there is none. */
  public @Nullable ParameterPut find(String vhost, String component, String name) {
    for (ParameterPut parameter : all(vhost)) {
      if (parameter.component().equals(component) && parameter.name().equals(name)) {
        return parameter;
      }
    }
    return null;
  }

  /** All parameters of all vhosts, operator policies and limits among them. */
  public List<ParameterPut> all() {
    List<ParameterPut> all = new ArrayList<>();
    vhosts.all().forEach(vhost -> addAll(vhost, all));
    return all;
  }

  /** All parameters of a vhost, operator policies and limits among them; none of an unknown one. */
  public List<ParameterPut> all(String vhost) {
    Vhost found = vhosts.find(vhost);
    List<ParameterPut> all = new ArrayList<>();
    if (found != null) {
      addAll(found, all);
    }
    return all;
  }

  private static void addAll(Vhost vhost, List<ParameterPut> all) {
    all.addAll(vhost.parameters().values());
    Map<String, Object> limits = limits(vhost.settings());
    if (!limits.isEmpty()) {
      all.add(new ParameterPut(vhost.name(), VHOST_LIMITS, LIMITS_NAME, limits));
    }
    for (Policy policy : vhost.policies().all(true)) {
      all.add(
          new ParameterPut(
              vhost.name(),
              PolicyCommands.OPERATOR_POLICY,
              policy.name(),
              PolicyCommands.value(policy.source())));
    }
  }

  /** A vhost's limits as RabbitMQ writes them; those that there are. */
  public static Map<String, Object> limits(VhostSettings settings) {
    Map<String, Object> limits = new LinkedHashMap<>();
    if (settings.maxConnections() >= 0) {
      limits.put("max-connections", (long) settings.maxConnections());
    }
    if (settings.maxQueues() >= 0) {
      limits.put("max-queues", (long) settings.maxQueues());
    }
    return limits;
  }

  /** The global parameter; {@code null} when there is none. */
  public @Nullable GlobalParameterPut findGlobal(String name) {
    return globals.get(name);
  }

  /** All global parameters, a live view. */
  public Collection<GlobalParameterPut> allGlobals() {
    return Collections.unmodifiableCollection(globals.values());
  }

  // ---- metadata loop ----

  /**
   * Sets a parameter, in place of the one there was.
   *
   * @param value a value as JSON has it
   * @return whether there was none. Fails with NOT_FOUND for an unknown vhost, PRECONDITION_FAILED
   *     for what its component does not take
   */
  public Future<Boolean> put(String vhost, String component, String name, @Nullable Object value) {
    return MetadataLoop.attempt(
        () -> {
          Vhost there = vhosts.required(vhost);
          CheckedParameter checked = CheckedParameter.of(vhost, component, name, value);
          boolean isNew = find(vhost, component, name) == null;
          if (checked instanceof CheckedParameter.Operators operators) {
            return policies.putAll(vhost, List.of(operators.policy())).map(isNew);
          } else if (checked instanceof CheckedParameter.Limits limits) {
            return putLimits(there, limits.in(there.plan().settings)).map(isNew);
          }
          return put(((CheckedParameter.Other) checked).parameter()).map(isNew);
        });
  }

  /** Sets a parameter that was looked at. Fails with NOT_FOUND for an unknown vhost. */
  public Future<Void> put(ParameterPut parameter) {
    return MetadataLoop.attempt(
        () -> {
          Vhost vhost = vhosts.required(parameter.vhost());
          if (parameter.equals(vhost.plan().parameters.put(key(parameter), parameter))) {
            return metadata.settled();
          }
          return metadata.commit(
              List.of(parameter),
              () -> {
                vhost.parameters().put(key(parameter), parameter);
                tellOfSet(metadata.events(), parameter);
              });
        });
  }

  private Future<Void> putLimits(Vhost vhost, VhostSettings settings) {
    Map<String, Object> limits = limits(settings);
    return vhosts
        .put(vhost.name(), settings)
        .onSuccess(
            done -> {
              tellOfSet(
                  metadata.events(),
                  new ParameterPut(vhost.name(), VHOST_LIMITS, LIMITS_NAME, limits));
              tellOfLimits(vhost, "vhost.limits.set", limits);
            })
        .mapEmpty();
  }

  private void tellOfLimits(Vhost vhost, String event, Map<String, Object> limits) {
    metadata
        .events()
        .emit(
            event,
            () -> {
              Map<String, Object> attributes = new LinkedHashMap<>(limits);
              attributes.put("name", LIMITS_NAME);
              attributes.put("vhost", vhost.name());
              return attributes;
            });
  }

  /** Clears a parameter. Fails with NOT_FOUND. */
  public Future<Void> delete(String vhost, String component, String name) {
    return MetadataLoop.attempt(
        () -> {
          Vhost there = vhosts.required(vhost);
          if (component.equals(PolicyCommands.POLICY)) {
            throw PolicyCommands.notThisWay("cleared");
          } else if (component.equals(PolicyCommands.OPERATOR_POLICY)) {
            return policies.delete(vhost, true, name);
          } else if (component.equals(VHOST_LIMITS) && name.equals(LIMITS_NAME)) {
            return clearLimits(there);
          }
          ParameterPut.Key key = new ParameterPut.Key(vhost, component, name);
          ParameterPut parameter = there.plan().parameters.remove(key);
          if (parameter == null) {
            throw doesNotExist();
          }
          return metadata.commit(
              List.of(parameter.removed()),
              () -> {
                there.parameters().remove(key);
                tellOfClear(metadata.events(), vhost, component, name);
              });
        });
  }

  private Future<Void> clearLimits(Vhost vhost) {
    VhostSettings settings = vhost.plan().settings;
    if (limits(settings).isEmpty()) {
      throw doesNotExist();
    }
    return vhosts
        .put(vhost.name(), settings.withLimits(-1, -1))
        .onSuccess(
            done -> {
              tellOfClear(metadata.events(), vhost.name(), VHOST_LIMITS, LIMITS_NAME);
              tellOfLimits(vhost, "vhost.limits.cleared", Map.of());
            })
        .mapEmpty();
  }

  /**
   * Sets a global parameter, in place of the one there was.
   *
   * @param value a value as JSON has it
   * @return whether there was none. Fails with PRECONDITION_FAILED when it is too large
   */
  public Future<Boolean> putGlobal(String name, @Nullable Object value) {
    return MetadataLoop.attempt(
        () -> {
          GlobalParameterPut parameter = CheckedParameter.global(name, value);
          GlobalParameterPut before = plannedGlobals.put(name, parameter);
          if (parameter.equals(before)) {
            return metadata.settled().map(false);
          }
          return metadata
              .commit(
                  List.of(parameter),
                  () -> {
                    globals.put(name, parameter);
                    tellOfGlobal(parameter);
                  })
              .map(before == null);
        });
  }

  /** Clears a global parameter. Fails with NOT_FOUND. */
  public Future<Void> deleteGlobal(String name) {
    return MetadataLoop.attempt(
        () -> {
          GlobalParameterPut parameter = plannedGlobals.remove(name);
          if (parameter == null) {
            throw doesNotExist();
          }
          return metadata.commit(
              List.of(parameter.removed()),
              () -> {
                globals.remove(name);
                metadata.events().emit("parameter.cleared", () -> attributes("global", name));
              });
        });
  }

  /** Takes the global parameters that the store has kept. At start. */
  public void restore(List<MetadataRecord.Put> records) {
    for (MetadataRecord.Put record : records) {
      if (record instanceof GlobalParameterPut parameter) {
        plannedGlobals.put(parameter.name(), parameter);
        globals.put(parameter.name(), parameter);
      }
    }
  }

  /** Takes a parameter that the store has kept. */
  static void restore(Vhost vhost, ParameterPut parameter) {
    vhost.plan().parameters.put(key(parameter), parameter);
    vhost.parameters().put(key(parameter), parameter);
  }

  private static ParameterPut.Key key(ParameterPut parameter) {
    return new ParameterPut.Key(parameter.vhost(), parameter.component(), parameter.name());
  }

  private static Map<String, Object> attributes(String component, String name) {
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put("component", component);
    attributes.put("name", name);
    return attributes;
  }

  private void tellOfGlobal(GlobalParameterPut parameter) {
    metadata
        .events()
        .emit(
            "parameter.set",
            () -> {
              Map<String, Object> attributes = attributes("global", parameter.name());
              if (parameter.value() != null) {
                attributes.put("value", parameter.value());
              }
              return attributes;
            });
  }

  /** Tells event listeners that a parameter was set. */
  static void tellOfSet(EventDispatcher events, ParameterPut parameter) {
    events.emit(
        "parameter.set",
        () -> {
          Map<String, Object> attributes = attributes(parameter.component(), parameter.name());
          attributes.put("vhost", parameter.vhost());
          if (parameter.value() != null) {
            attributes.put("value", parameter.value());
          }
          return attributes;
        });
  }

  /** Tells event listeners that a parameter was cleared. */
  static void tellOfClear(EventDispatcher events, String vhost, String component, String name) {
    events.emit(
        "parameter.cleared",
        () -> {
          Map<String, Object> attributes = attributes(component, name);
          attributes.put("vhost", vhost);
          return attributes;
        });
  }

  /** Refuses to clear what is not there. */
  static BrokerException doesNotExist() {
    return new BrokerException(ErrorKind.NOT_FOUND, "Parameter does not exist");
  }
}
