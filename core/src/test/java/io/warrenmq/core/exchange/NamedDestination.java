package io.warrenmq.core.exchange;

import io.warrenmq.api.exchange.Destination;

/** A destination that is nothing but a name. Compared by identity, as destinations are. */
final class NamedDestination implements Destination {
  private final String name;

  NamedDestination(String name) {
    this.name = name;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean isExchange() {
    return false;
  }

  @Override
  public boolean isLocal() {
    return true;
  }

  @Override
  public String toString() {
    return name;
  }
}
