package io.warrenmq.mqtt.connection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Topic aliases of both directions. */
class AliasesTest {
  @Test
  void aClientsAliasesAreBounded() {
    InboundAliases aliases = new InboundAliases(3);

    assertThat(aliases.isAllowed(0)).isFalse(); // [MQTT-3.3.2-8]
    assertThat(aliases.isAllowed(3)).isTrue();
    assertThat(aliases.isAllowed(4)).isFalse(); // [MQTT-3.3.2-9]
    assertThat(new InboundAliases(0).isAllowed(1)).isFalse();
  }

  @Test
  void aClientsAliasIsTheTopicItWasSetToLast() {
    InboundAliases aliases = new InboundAliases(3);

    assertThat(aliases.topic(2)).isNull();
    aliases.set(2, "a");
    aliases.set(3, "b");
    aliases.set(2, "c");

    assertThat(aliases.topic(1)).isNull();
    assertThat(aliases.topic(2)).isEqualTo("c");
    assertThat(aliases.topic(3)).isEqualTo("b");
  }

  @Test
  void theBrokerHasAliasesForTheTopicsItUsedLast() {
    OutboundAliases aliases = new OutboundAliases(2);

    assertThat(aliases.use("a")).isEqualTo(-1);
    assertThat(aliases.use("b")).isEqualTo(-2);
    assertThat(aliases.use("a")).isEqualTo(1);
    assertThat(aliases.use("c")).isEqualTo(-2); // b was used longest ago
    assertThat(aliases.use("c")).isEqualTo(2);
    assertThat(aliases.use("a")).isEqualTo(1);
    assertThat(new OutboundAliases(0).use("a")).isZero();
  }

  @Test
  void anAliasThatWasNotSentIsGivenToTheNextTopic() {
    OutboundAliases aliases = new OutboundAliases(3);
    aliases.use("a");
    aliases.use("b");
    aliases.use("c");

    assertThat(aliases.use("d")).isEqualTo(-1); // in the place of a
    aliases.forget("d");
    assertThat(aliases.use("b")).isEqualTo(2);
    assertThat(aliases.use("e")).isEqualTo(-1);
    assertThat(aliases.use("f")).isEqualTo(-3);
  }
}
