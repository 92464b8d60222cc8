package io.warrenmq.amqp10.link;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LinkCreditTest {
  private final LinkCredit credit = new LinkCredit();

  @Test
  void countsFromTheLinksBeginningForAClientThatKnowsNoDeliveryCount() {
    send(3);

    credit.onFlow(flow(null, 10));

    assertThat(credit.left()).isEqualTo(7);
  }

  @Test
  void countsFromTheDeliveryThatTheClientHasSeen() {
    credit.onFlow(flow(0, 10));
    send(5);

    credit.onFlow(flow(3, 10)); // Two are on their way to it.

    assertThat(credit.left()).isEqualTo(8);
    assertThat(credit.limit()).isEqualTo(13);
  }

  @Test
  void isNeverNegative() {
    credit.onFlow(flow(0, 10));
    send(10);

    credit.onFlow(flow(0, 5));

    assertThat(credit.left()).isZero();
  }

  @Test
  void mayBeTakenBack() {
    credit.onFlow(flow(0, 100));
    send(1);

    credit.onFlow(flow(1, 0));

    assertThat(credit.left()).isZero();
  }

  @Test
  void theDeliveryCountWrapsAndTheTotalsDoNot() {
    credit.onFlow(flow(0, 0xFFFF_FFFFL));
    credit.skip(0xFFFF_FFFFL);
    credit.onFlow(flow(-1, 2));
    send(2);

    assertThat(credit.deliveryCount()).isEqualTo(1);
    assertThat(credit.count()).isEqualTo(0x1_0000_0001L);

    credit.onFlow(flow(0, 4)); // It has seen all but the last.
    assertThat(credit.left()).isEqualTo(3);
  }

  private void send(int count) {
    for (int i = 0; i < count; i++) {
      credit.onSent();
    }
  }

  private static LinkFlow flow(Integer deliveryCount, long granted) {
    LinkFlow flow = new LinkFlow();
    flow.hasDeliveryCount = deliveryCount != null;
    flow.deliveryCount = deliveryCount == null ? 0 : deliveryCount;
    flow.hasCredit = true;
    flow.credit = granted;
    return flow;
  }
}
