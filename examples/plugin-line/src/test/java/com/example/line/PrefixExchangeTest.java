package com.example.line;

import io.warrenmq.api.exchange.ExchangeType;
import io.warrenmq.api.resource.Arguments;
import io.warrenmq.testkit.conformance.ExchangeTypeConformance;
import io.warrenmq.testkit.conformance.RouteSample;
import java.util.List;
import java.util.Map;

/** The exchange type keeps what every one has to. */
class PrefixExchangeTest extends ExchangeTypeConformance {
  @Override
  protected ExchangeType newType() {
    return new PrefixExchange();
  }

  @Override
  protected List<RouteSample> samples() {
    return List.of(RouteSample.of("+49", "+4930123"), RouteSample.of("+43", "+431456"));
  }

  @Override
  protected List<String> argumentNames() {
    return List.of("x-prefixes");
  }

  @Override
  protected List<Arguments> refusedDeclarations() {
    return List.of(
        Arguments.of(Map.of("x-prefixes", "shortest")), Arguments.of(Map.of("x-prefixes", 1)));
  }
}
