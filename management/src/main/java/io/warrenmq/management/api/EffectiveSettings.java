package io.warrenmq.management.api;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.warrenmq.api.resource.Arguments;
import io.warrenmq.core.definitions.JsonArguments;
import io.warrenmq.core.policy.AppliedPolicies;
import io.warrenmq.core.policy.PolicyTarget;
import java.util.Map;

/** Shows what is in force for an exchange or a queue, and who has given it. Stateless. */
public final class EffectiveSettings {
  private EffectiveSettings() {}

  /**
   * Each setting, by its key in policies.
   *
   * @param declared the arguments that it was declared with
   */
  public static JsonArray of(AppliedPolicies policies, Arguments declared, PolicyTarget target) {
    JsonArray settings = new JsonArray();
    policies
        .effective(declared, target)
        .forEach(
            (key, effective) ->
                settings.add(
                    new JsonObject()
                        .put("key", key)
                        .put(
                            "value",
                            JsonArguments.write(Arguments.of(Map.of(key, effective.value())))
                                .getValue(key))
                        .put("source", effective.source().text())
                        .put("policy", effective.policy())));
    return settings;
  }
}
