package io.warrenmq.core.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.api.broker.BrokerAccess;
import io.warrenmq.api.loop.BrokerClock;
import io.warrenmq.api.message.Message;
import io.warrenmq.core.routing.TestMessages;
import io.warrenmq.core.selector.MessageFilters;
import java.util.Collections;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FrontDoorTest {
  private static final BrokerClock CLOCK =
      new BrokerClock() {
        @Override
        public long wallMs() {
          return 7;
        }

        @Override
        public long nanos() {
          throw new UnsupportedOperationException();
        }
      };

  /** Of all else that a front door has, filters need nothing. */
  private final BrokerAccess access =
      new FrontDoor(
          "",
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          new MessageFilters(CLOCK),
          null);

  @Test
  void makesFiltersOfEachLanguage() {
    Message message = TestMessages.withHeaders(Map.of("n", 1));

    assertThat(access.selector("\"n\" = 1 AND JMSPriority = 4").matches(message)).isTrue();
    assertThat(access.sqlFilter("a.n = 1 AND UTC() = 7").matches(message)).isTrue();
    assertThat(access.propertiesFilter(Collections.singletonMap("subject", null)).matches(message))
        .isTrue();
    assertThat(access.propertiesFilter(Map.of("subject", "x")).matches(message)).isFalse();
    assertThat(access.applicationPropertiesFilter(Map.of("n", 1L)).matches(message)).isTrue();
    assertThat(access.applicationPropertiesFilter(Map.of("n", 2)).matches(message)).isFalse();
  }
}
