package io.warrenmq.core.exchange;

import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.error.ErrorKind;
import io.warrenmq.api.exchange.ExchangeType;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

/** The exchange types that can be declared, by name. Immutable. */
public final class ExchangeTypes {
  private final Map<String, ExchangeType> byName;

  /**
   * Takes the types that there are.
   *
   * @throws IllegalStateException when two have the same name
   */
  public ExchangeTypes(Collection<? extends ExchangeType> types) {
    byName = types.stream().collect(Collectors.toUnmodifiableMap(ExchangeType::name, t -> t));
  }

  /** All types. */
  public Collection<ExchangeType> all() {
    return byName.values();
  }

  /**
   * The type of that name.
   *
   * @throws BrokerException PRECONDITION_FAILED when there is none
   */
  public ExchangeType get(String name) {
    ExchangeType type = byName.get(name);
    if (type == null) {
      throw new BrokerException(
          ErrorKind.PRECONDITION_FAILED,
          (name.isEmpty() ? "invalid" : "unknown") + " exchange type '" + name + "'");
    }
    return type;
  }
}
