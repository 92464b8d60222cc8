package io.warrenmq.core.definitions;

import io.vertx.core.json.JsonObject;
import io.warrenmq.core.metadata.MetadataRecord.GlobalParameterPut;
import io.warrenmq.core.metadata.MetadataRecord.ParameterPut;
import io.warrenmq.core.metadata.MetadataRecord.PolicyPut;
import io.warrenmq.core.policy.Policy;
import io.warrenmq.core.policy.PolicyValidation;
import io.warrenmq.core.vhost.CheckedParameter;

/** Policies and runtime parameters in RabbitMQ's JSON. Stateless. */
public final class JsonPolicies {
  private JsonPolicies() {}

  /** A policy, without its vhost. */
  public static JsonObject write(PolicyPut policy) {
    return new JsonObject()
        .put("name", policy.name())
        .put("pattern", policy.pattern())
        .put("apply-to", policy.applyTo())
        .put("definition", JsonValues.write(policy.definition()))
        .put("priority", policy.priority());
  }

  /** A parameter, without its vhost. */
  public static JsonObject write(ParameterPut parameter) {
    return new JsonObject()
        .put("component", parameter.component())
        .put("name", parameter.name())
        .put("value", JsonValues.write(parameter.value()));
  }

  /** A global parameter. */
  public static JsonObject write(GlobalParameterPut parameter) {
    return new JsonObject()
        .put("name", parameter.name())
        .put("value", JsonValues.write(parameter.value()));
  }

  /** A policy of a file. Fails with PRECONDITION_FAILED. */
  static Policy policy(String vhost, JsonObject json) {
    return PolicyValidation.policy(
        vhost, false, JsonFields.required(json, "name"), JsonValues.read(json));
  }

  /** A parameter of a file. Fails with PRECONDITION_FAILED. */
  static CheckedParameter parameter(String vhost, JsonObject json) {
    return CheckedParameter.of(
        vhost,
        JsonFields.required(json, "component"),
        JsonFields.required(json, "name"),
        JsonValues.read(json.getValue("value")));
  }

  /** A global parameter of a file. Fails with PRECONDITION_FAILED. */
  static GlobalParameterPut global(JsonObject json) {
    return CheckedParameter.global(
        JsonFields.required(json, "name"), JsonValues.read(json.getValue("value")));
  }
}
