package io.warrenmq.server.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LogCategoryTest {
  /** A package that is renamed would leave its category without a word. */
  @ParameterizedTest
  @EnumSource(names = {"CONNECTION", "CHANNEL", "QUEUE"})
  void consistsOfPackagesThatThereAre(LogCategory category) {
    assertThat(category.loggers())
        .isNotEmpty()
        .allSatisfy(
            name ->
                assertThat(getClass().getClassLoader().getResource(name.replace('.', '/')))
                    .as(name)
                    .isNotNull());
  }

  @Test
  void isTheDomainOfItsLoggers() {
    assertThat(
            List.of(
                "io.warrenmq.amqp091.connection.Handshake",
                "io.warrenmq.server.listener.TlsLog",
                "io.warrenmq.amqp091.channel.Channel",
                "io.warrenmq.core.queue",
                "io.warrenmq.core.queueing.Some",
                "io.warrenmq.server.boot.Node",
                "io.netty.Some"))
        .extracting(LogCategory::domainOf)
        .containsExactly(
            "rabbitmq.connection",
            "rabbitmq.connection",
            "rabbitmq.channel",
            "rabbitmq.queue",
            "rabbitmq",
            "rabbitmq",
            "");
  }
}
