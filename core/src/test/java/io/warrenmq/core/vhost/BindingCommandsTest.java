package io.warrenmq.core.vhost;

import static io.warrenmq.core.vhost.QueueCommandsTest.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.error.ErrorKind;
import io.warrenmq.api.exchange.Destination;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.resource.BindingDeclaration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BindingCommandsTest {
  private final ControlPlane plane = new ControlPlane();

  @BeforeEach
  void queue() {
    plane.declare("q");
  }

  @Test
  void bindsAndUnbinds() {
    int version = plane.vhost.routingVersion();

    plane.bind("amq.direct", "q", "k");
    assertThat(routed("amq.direct", "k")).containsExactly("q");
    assertThat(plane.vhost.routingVersion()).isGreaterThan(version);

    plane.unbind("amq.direct", "q", "k");
    assertThat(routed("amq.direct", "k")).isEmpty();
  }

  @Test
  void bindingTwiceIsBindingOnce() {
    plane.bind("amq.direct", "q", "k");
    int appends = plane.store.appends;

    plane.bind("amq.direct", "q", "k");

    assertThat(plane.store.appends).isEqualTo(appends);
    plane.unbind("amq.direct", "q", "k");
    assertThat(routed("amq.direct", "k")).isEmpty();
  }

  @Test
  void argumentsArePartOfABindingsIdentity() {
    BindingDeclaration first =
        new BindingDeclaration(
            "amq.headers", "q", false, "", ControlPlane.args("a", 1, "x-match", "any"));
    BindingDeclaration second =
        new BindingDeclaration(
            "amq.headers", "q", false, "", ControlPlane.args("a", 2, "x-match", "any"));

    plane.bind(plane.me, first);
    plane.bind(plane.me, second);

    assertThat(plane.bindings()).containsExactly(first, second);
  }

  @Test
  void listsFromEitherEnd() {
    plane.exchange("x", "fanout");
    plane.bind("amq.direct", "q", "k");
    plane.bind("x", "q", "");
    plane.bind(plane.me, ControlPlane.toExchange("amq.direct", "x", "k"));

    assertThat(
            plane.loops.await(
                plane.loop,
                () -> plane.commands.bindingsFrom(plane.loop, plane.vhost, "amq.direct")))
        .hasSize(2);
    assertThat(
            plane.loops.await(
                plane.loop, () -> plane.commands.bindingsTo(plane.loop, plane.vhost, "q", false)))
        .hasSize(2);
    assertThat(
            plane.loops.await(
                plane.loop, () -> plane.commands.bindingsTo(plane.loop, plane.vhost, "x", true)))
        .hasSize(1);
  }

  @Test
  void listsWhatDiffersInArgumentsOnly() {
    BindingDeclaration plain = ControlPlane.binding("amq.direct", "q", "k");
    BindingDeclaration argued =
        new BindingDeclaration("amq.direct", "q", false, "k", ControlPlane.args("a", 1));
    plane.exchange("q", "fanout"); // Of the queue's name.
    plane.declare("r");
    plane.bind(plane.me, plain);
    plane.bind(plane.me, argued);
    plane.bind("amq.direct", "q", "l");
    plane.bind("amq.direct", "r", "k");
    plane.bind("amq.topic", "q", "k");
    plane.bind(plane.me, ControlPlane.toExchange("amq.direct", "q", "k"));

    assertThat(between("amq.direct", "q", false, "k")).containsExactlyInAnyOrder(plain, argued);
    assertThat(between("amq.direct", "q", true, "k"))
        .containsExactly(ControlPlane.toExchange("amq.direct", "q", "k"));
    assertThat(between("amq.topic", "q", false, "k"))
        .containsExactly(ControlPlane.binding("amq.topic", "q", "k"));
    assertThat(between("amq.direct", "q", false, "m")).isEmpty();
    assertThat(between("nope", "q", false, "k")).isEmpty();
    assertThat(between("amq.direct", "nope", false, "k")).isEmpty();
  }

  @Test
  void theDefaultExchangeLeadsToAQueueByItsName() {
    assertThat(between("", "q", false, "q")).containsExactly(ControlPlane.binding("", "q", "q"));
    assertThat(between("", "q", false, "k")).isEmpty();
    assertThat(between("", "nope", false, "nope")).isEmpty();
    assertThat(between("", "amq.direct", true, "amq.direct")).isEmpty();
  }

  private List<BindingDeclaration> between(
      String source, String destination, boolean toExchange, String key) {
    return plane.loops.await(
        plane.loop,
        () -> plane.commands.bindings(plane.vhost, plane.me, source, destination, toExchange, key));
  }

  @Test
  void tellsWhichEndIsMissing() {
    assertRefused(
        () -> plane.bind("nope", "q", "k"), ErrorKind.NOT_FOUND, "no exchange 'nope' in vhost '/'");
    assertRefused(
        () -> plane.bind("amq.direct", "nope", "k"),
        ErrorKind.NOT_FOUND,
        "no queue 'nope' in vhost '/'");
    assertRefused(
        () -> plane.bind("nope2", "nope", "k"),
        ErrorKind.NOT_FOUND,
        "no exchange 'nope2' in vhost '/'");
    assertRefused(
        () -> plane.bind(plane.me, ControlPlane.toExchange("amq.direct", "nope", "k")),
        ErrorKind.NOT_FOUND,
        "no exchange 'nope' in vhost '/'");
  }

  @Test
  void unbindingWhatIsNotBoundIsNoFault() {
    plane.unbind("amq.direct", "q", "zz");
    plane.unbind("nope", "q", "k");
    plane.unbind("amq.direct", "nope", "k");
  }

  @Test
  void theDefaultExchangeIsNotForBinding() {
    String text = "operation not permitted on the default exchange";

    assertRefused(() -> plane.bind("", "q", "k"), ErrorKind.ACCESS_REFUSED, text);
    assertRefused(() -> plane.unbind("", "q", "k"), ErrorKind.ACCESS_REFUSED, text);
    assertRefused(
        () -> plane.bind(plane.me, ControlPlane.toExchange("amq.direct", "", "k")),
        ErrorKind.ACCESS_REFUSED,
        text);
    assertRefused(
        () -> plane.bind(plane.me, ControlPlane.toExchange("", "amq.direct", "k")),
        ErrorKind.ACCESS_REFUSED,
        text);
  }

  @Test
  void checksPermissions() {
    plane.denied.refusals.add("read exchange amq.direct");
    plane.denied.refusals.add("read topic k.x");

    assertRefused(
        () -> plane.bind("amq.direct", "q", "k"),
        ErrorKind.ACCESS_REFUSED,
        "read access to exchange 'amq.direct' in vhost '/' refused for user 'u'");
    assertRefused(
        () -> plane.bind("amq.topic", "q", "k.x"),
        ErrorKind.ACCESS_REFUSED,
        "read access to topic 'k.x' in exchange 'amq.topic' in vhost '/' refused for user 'u'");
    plane.bind("amq.fanout", "q", "k.x");
    plane.denied.refusals.add("write queue q");
    assertRefused(
        () -> plane.unbind("amq.direct", "q", "k"),
        ErrorKind.ACCESS_REFUSED,
        "write access to queue 'q' in vhost '/' refused for user 'u'");
  }

  @Test
  void foreignExclusiveQueuesAreLocked() {
    plane.declare(plane.me, ControlPlane.exclusive("mine"));
    plane.bind("amq.direct", "mine", "k");

    assertThat(unbindAs(plane.other, "zz")).isNull();
    assertThat(unbindAs(plane.other, "k").kind()).isEqualTo(ErrorKind.RESOURCE_LOCKED);
  }

  private BrokerException unbindAs(Requester requester, String key) {
    try {
      plane.loops.await(
          plane.loop,
          () ->
              plane.commands.unbind(
                  plane.vhost, requester, ControlPlane.binding("amq.direct", "mine", key)));
      return null;
    } catch (BrokerException e) {
      return e;
    }
  }

  @Test
  void theExchangeTypeChecksArguments() {
    BindingDeclaration bad =
        new BindingDeclaration("amq.headers", "q", false, "", ControlPlane.args("x-match", "foo"));

    assertRefused(
        () -> plane.bind(plane.me, bad),
        ErrorKind.PRECONDITION_FAILED,
        "Invalid x-match field value <<\"foo\">>; expected all, any, all-with-x, or any-with-x");
  }

  @Test
  void anExchangeBoundToItselfCanBeDeleted() {
    plane.autoDeleteExchange("x");
    plane.bind(plane.me, ControlPlane.toExchange("x", "x", "k"));

    plane.deleteExchange("x", false);

    assertThat(plane.vhost.exchange("x")).isNull();
    assertThat(plane.bindings()).isEmpty();
  }

  @Test
  void onlyBindingsBetweenDurableEndsAreKept() {
    plane.declare(plane.me, ControlPlane.exclusive("transient"));
    plane.bind("amq.direct", "transient", "k");
    plane.bind("amq.direct", "q", "k");

    assertThat(plane.loops.await(plane.loop, plane.store::load))
        .filteredOn(record -> record.toString().startsWith("BindingPut"))
        .hasSize(1);
  }

  /** The names of the queues that the exchange itself routes a key to. */
  private List<String> routed(String exchange, String key) {
    List<Destination> found = new ArrayList<>();
    Message message =
        new Message(new NoFormat(), new byte[0], 0, false, -1, -1, 0, exchange, key, List.of());
    plane.vhost.exchange(exchange).router().route(message, key, found::add);
    return found.stream().map(Destination::name).toList();
  }
}
