package io.warrenmq.amqp10.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.warrenmq.amqp10.error.AmqpCondition;
import io.warrenmq.amqp10.error.AmqpFault;
import io.warrenmq.amqp10.error.AmqpFault.Scope;
import io.warrenmq.amqp10.link.IncomingLink;
import io.warrenmq.amqp10.link.Link;
import io.warrenmq.amqp10.peer.Peer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinkTableTest {
  private final LinkTable links = new LinkTable(4);

  private IncomingLink put(String name, int handle) {
    IncomingLink link = TestLinks.incoming(name, handle);
    links.reserve(Peer.sender(name, handle, null));
    links.put(link);
    return link;
  }

  @Test
  void findsEachLinkByItsHandle() {
    IncomingLink one = put("one", 0);
    Link other = TestLinks.outgoing("other", 3);
    links.reserve(Peer.receiver("other", 3, null));
    links.put(other);

    assertThat(links.get(0)).isSameAs(one);
    assertThat(links.get(3)).isSameAs(other);
    assertThat(links.all()).containsExactly(one, other);
  }

  @Test
  void refusesAHandleAboveItsMaximum() {
    refuses(
        () -> links.reserve(Peer.sender("s", 4, null)),
        Scope.CONNECTION,
        AmqpCondition.FRAMING_ERROR);
    refuses(
        () -> links.reserve(Peer.sender("s", 0xFFFF_FFFFL, null)),
        Scope.CONNECTION,
        AmqpCondition.FRAMING_ERROR);
    refuses(() -> links.get(4), Scope.CONNECTION, AmqpCondition.FRAMING_ERROR);
    refuses(() -> links.get(-1), Scope.CONNECTION, AmqpCondition.FRAMING_ERROR);
  }

  @Test
  void refusesAHandleWithoutLink() {
    put("one", 2);

    refuses(() -> links.get(0), Scope.SESSION, AmqpCondition.UNATTACHED_HANDLE);
    refuses(() -> links.remove(3), Scope.SESSION, AmqpCondition.UNATTACHED_HANDLE);
  }

  @Test
  void refusesAHandleThatIsInUse() {
    put("one", 2);

    refuses(
        () -> links.reserve(Peer.sender("other", 2, null)),
        Scope.SESSION,
        AmqpCondition.HANDLE_IN_USE);
  }

  /** From the attach on, though the link is made only later. */
  @Test
  void aHandleIsInUseWhileItsLinkIsBeingMade() {
    links.reserve(Peer.sender("one", 2, null));

    assertThat(links.get(2)).isNull();
    assertThat(links.all()).isEmpty();
    refuses(
        () -> links.reserve(Peer.sender("other", 2, null)),
        Scope.SESSION,
        AmqpCondition.HANDLE_IN_USE);
  }

  @Test
  void refusesANameThatIsInUseInTheSameDirection() {
    put("one", 0);

    refuses(
        () -> links.reserve(Peer.sender("one", 1, null)), Scope.SESSION, AmqpCondition.ERRANT_LINK);
    links.reserve(Peer.receiver("one", 1, null));
  }

  @Test
  void aHandleStaysTakenUntilTheClientDetachesToo() {
    put("one", 0);

    links.expectDetach(0);

    assertThat(links.get(0)).isNull();
    assertThat(links.all()).isEmpty();
    refuses(
        () -> links.reserve(Peer.sender("other", 0, null)),
        Scope.SESSION,
        AmqpCondition.HANDLE_IN_USE);
    assertThat(links.remove(0)).isNull();
    put("other", 0);
  }

  @Test
  void knowsWhetherAnyLinkSettlesSecond() {
    put("one", 0);
    assertThat(links.anySettlesSecond()).isFalse();

    links.reserve(Peer.sender("other", 1, null));
    links.put(TestLinks.settlingSecond("other", 1));
    assertThat(links.anySettlesSecond()).isTrue();

    links.remove(1);
    assertThat(links.anySettlesSecond()).isFalse();
  }

  // ---- numbers of publishes ----

  @ParameterizedTest
  @ValueSource(ints = {0, 1, -1, Integer.MAX_VALUE, Integer.MIN_VALUE})
  void aPublishIsKnownByItsNumber(int deliveryId) {
    put("one", 1);
    IncomingLink link = put("other", 3);

    long number = links.publishId(link, deliveryId);

    assertThat(number).isPositive();
    assertThat(number >>> 62).isZero(); // the bit of transactions
    assertThat(links.publisher(number)).isSameAs(link);
    assertThat(LinkTable.deliveryId(number)).isEqualTo(deliveryId);
  }

  /** A confirm that comes late must not give credit to a link that knows nothing of it. */
  @Test
  void aPublishOfALinkThatHasEndedIsNotTheNextLinks() {
    long number = links.publishId(put("one", 1), 7);
    links.remove(1);
    assertThat(links.publisher(number)).isNull();

    put("next", 1);

    assertThat(links.publisher(number)).isNull();
    assertThat(LinkTable.deliveryId(number)).isEqualTo(7);
  }

  @Test
  void numbersStayPositiveHoweverOftenAHandleIsUsed() {
    for (int i = 0; i < 40_000; i++) {
      IncomingLink link = put("link", 3);
      long number = links.publishId(link, -1);
      assertThat(number).isPositive();
      assertThat(number >>> 62).isZero();
      assertThat(links.publisher(number)).isSameAs(link);
      links.remove(3);
    }
  }

  private static void refuses(Runnable step, Scope scope, AmqpCondition condition) {
    assertThatThrownBy(step::run)
        .isInstanceOfSatisfying(
            AmqpFault.class,
            fault -> {
              assertThat(fault.condition()).isEqualTo(condition);
              assertThat(fault.scope()).isEqualTo(scope);
            });
  }
}
