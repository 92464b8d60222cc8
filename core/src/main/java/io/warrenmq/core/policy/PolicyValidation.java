package io.warrenmq.core.policy;

import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.error.ErrorKind;
import io.warrenmq.core.metadata.MetadataRecord.PolicyPut;
import io.warrenmq.core.pattern.NamePattern;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Makes policies of what operators and files say, and refuses in RabbitMQ's words what cannot be
 * one. Stateless.
 */
public final class PolicyValidation {
  private static final int NAME_BYTES_MAX = 255;
  private static final int PATTERN_CHARS_MAX = 4096;
  private static final String DEFINITION = "definition";
  private static final String APPLY_TO = "apply-to";
  private static final String PATTERN = "pattern";
  private static final String PRIORITY = "priority";

  private PolicyValidation() {}

  /**
   * A policy as the management and definitions files have it: without a priority it has 0, without
   * {@code apply-to} it is for all; other fields are passed over.
   *
   * @param fields canonical values
   * @throws BrokerException PRECONDITION_FAILED, with all that is wrong in RabbitMQ's words
   */
  public static Policy policy(
      String vhost, boolean operator, String name, Map<String, @Nullable Object> fields) {
    Map<String, @Nullable Object> complete = new LinkedHashMap<>();
    complete.put(PRIORITY, 0L);
    complete.put(APPLY_TO, ApplyTo.ALL.text());
    for (String field : List.of(PATTERN, DEFINITION, PRIORITY, APPLY_TO)) {
      if (fields.containsKey(field)) {
        complete.put(field, fields.get(field));
      }
    }
    return exactly(vhost, operator, name, complete);
  }

  /**
   * A policy as a parameter has it: nothing is left out but {@code apply-to}, and nothing added.
   *
   * @throws BrokerException PRECONDITION_FAILED, with all that is wrong in RabbitMQ's words
   */
  public static Policy exactly(
      String vhost, boolean operator, String name, Map<String, @Nullable Object> fields) {
    List<String> faults = new ArrayList<>();
    checkName(name, faults);
    Map<String, Object> definition = definition(name, operator, fields, faults);
    ApplyTo applyTo = applyTo(fields, faults);
    NamePattern pattern = pattern(name, fields, faults);
    Number priority = priority(name, fields, faults);
    Map<String, @Nullable Object> unknown = new TreeMap<>(fields);
    unknown.keySet().removeAll(List.of(PATTERN, DEFINITION, PRIORITY, APPLY_TO));
    if (!unknown.isEmpty()) {
      faults.add(unrecognised(unknown, name));
    }
    if (!faults.isEmpty() || pattern == null) {
      throw refusal(faults);
    }
    PolicyPut source =
        new PolicyPut(vhost, operator, name, pattern.text(), applyTo.text(), priority, definition);
    return new Policy(source, pattern, applyTo);
  }

  /**
   * A policy that was kept: as it was, whatever is refused today.
   *
   * @throws IllegalArgumentException when its expression or what it applies to is none
   */
  public static Policy restored(PolicyPut source) {
    ApplyTo applyTo = ApplyTo.named(source.applyTo());
    if (applyTo == null) {
      throw new IllegalArgumentException("apply-to: " + source.applyTo());
    }
    return new Policy(source, NamePattern.of(source.pattern()), applyTo);
  }

  /** A refusal in the form in which RabbitMQ tells what is wrong with parameters of all kinds. */
  public static BrokerException refusal(List<String> faults) {
    return new BrokerException(
        ErrorKind.PRECONDITION_FAILED, "Validation failed\n\n" + String.join("\n", faults) + "\n");
  }

  /** The fault of fields that a parameter does not know; for those of other kinds. */
  public static String unrecognised(Map<String, @Nullable Object> terms, String parameter) {
    return "Unrecognised terms " + ErlangTerm.pairs(terms) + " in " + parameter;
  }

  /** The fault of a value that should be a number. */
  public static String notANumber(String field, @Nullable Object value) {
    return field + " should be a number, actually was " + ErlangTerm.of(value);
  }

  /** The fault of a parameter whose value has no fields. */
  public static String notAList(String parameter, @Nullable Object value) {
    return parameter + " not a list " + ErlangTerm.of(value);
  }

  private static void checkName(String name, List<String> faults) {
    if (name.isEmpty()) {
      faults.add("a policy needs a name");
    } else if (name.getBytes(StandardCharsets.UTF_8).length > NAME_BYTES_MAX) {
      faults.add("a policy's name has at most " + NAME_BYTES_MAX + " bytes");
    }
  }

  private static boolean isMissing(
      String name, String field, Map<String, ?> fields, List<String> faults) {
    if (fields.containsKey(field)) {
      return false;
    }
    faults.add("Key \"" + field + "\" not found in " + name);
    return true;
  }

  private static Map<String, Object> definition(
      String name, boolean operator, Map<String, @Nullable Object> fields, List<String> faults) {
    if (isMissing(name, DEFINITION, fields, faults)) {
      return Map.of();
    }
    if (!(fields.get(DEFINITION) instanceof Map<?, ?> given)) {
      faults.add("definition must be a dictionary: " + ErlangTerm.of(fields.get(DEFINITION)));
      return Map.of();
    }
    Map<String, @Nullable Object> definition = new LinkedHashMap<>();
    given.forEach((key, value) -> definition.put(String.valueOf(key), value));
    String fault = PolicyKeys.fault(definition, operator);
    if (fault != null) {
      faults.add(fault);
      return Map.of();
    }
    Map<String, Object> checked = new LinkedHashMap<>();
    definition.forEach(
        (key, value) -> {
          if (value != null) { // No fault: none is.
            checked.put(key, value);
          }
        });
    return Collections.unmodifiableMap(checked);
  }

  private static ApplyTo applyTo(Map<String, @Nullable Object> fields, List<String> faults) {
    Object value = fields.containsKey(APPLY_TO) ? fields.get(APPLY_TO) : ApplyTo.ALL.text();
    ApplyTo applyTo = value instanceof String text ? ApplyTo.named(text) : null;
    if (applyTo == null) {
      faults.add(
          "apply-to '"
              + value
              + "' unrecognised; should be one of: 'queues', 'classic_queues',  'quorum_queues',"
              + " 'streams', 'exchanges', or 'all'");
      return ApplyTo.ALL;
    }
    return applyTo;
  }

  private static @Nullable NamePattern pattern(
      String name, Map<String, @Nullable Object> fields, List<String> faults) {
    if (isMissing(name, PATTERN, fields, faults)) {
      return null;
    }
    if (!(fields.get(PATTERN) instanceof String text)) {
      faults.add("pattern should be a binary but was " + ErlangTerm.of(fields.get(PATTERN)));
      return null;
    }
    if (text.length() > PATTERN_CHARS_MAX) {
      faults.add("pattern is longer than " + PATTERN_CHARS_MAX + " characters");
      return null;
    }
    try {
      return NamePattern.of(text);
    } catch (PatternSyntaxException e) {
      faults.add(
          "pattern should be regular expression but is invalid: {\""
              + inPcreWords(e.getDescription())
              + "\","
              + Math.max(0, e.getIndex())
              + "}");
      return null;
    }
  }

  /** What people get wrong most, as RabbitMQ's engine has it. */
  private static String inPcreWords(String description) {
    if (description.startsWith("Unclosed group")) {
      return "missing )";
    } else if (description.startsWith("Dangling meta character")) {
      return "nothing to repeat";
    } else if (description.startsWith("Unclosed character class")) {
      return "missing terminating ] for character class";
    } else if (description.startsWith("Unmatched closing")) {
      return "unmatched parentheses";
    } else if (description.startsWith("Illegal character range")) {
      return "range out of order in character class";
    }
    return description;
  }

  private static Number priority(
      String name, Map<String, @Nullable Object> fields, List<String> faults) {
    if (isMissing(name, PRIORITY, fields, faults)) {
      return 0L;
    }
    Object value = fields.get(PRIORITY);
    if (value instanceof Integer number) {
      return number.longValue();
    } else if (value instanceof Long || value instanceof Double) {
      return (Number) value;
    }
    faults.add(notANumber(PRIORITY, value));
    return 0L;
  }
}
