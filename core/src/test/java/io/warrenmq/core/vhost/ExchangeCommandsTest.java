package io.warrenmq.core.vhost;

import static io.warrenmq.core.vhost.QueueCommandsTest.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.api.error.ErrorKind;
import io.warrenmq.api.resource.Arguments;
import io.warrenmq.api.resource.ExchangeDeclaration;
import io.warrenmq.core.exchange.Exchange;
import io.warrenmq.core.metadata.VhostSettings;
import org.junit.jupiter.api.Test;

class ExchangeCommandsTest {
  private final ControlPlane plane = new ControlPlane();

  @Test
  void everyVhostHasItsSystemExchanges() {
    assertThat(plane.vhost.exchanges())
        .containsOnlyKeys(
            "",
            "amq.direct",
            "amq.fanout",
            "amq.topic",
            "amq.headers",
            "amq.match",
            "amq.rabbitmq.trace");
    assertThat(plane.vhost.exchange("amq.rabbitmq.trace").isInternal()).isTrue();
    assertThat(plane.vhost.exchange("amq.match").declaration().type()).isEqualTo("headers");
  }

  @Test
  void redeclaringAnEqualExchangeStoresNothing() {
    plane.exchange("x", "direct");
    Exchange exchange = plane.vhost.exchange("x");
    int appends = plane.store.appends;

    plane.exchange("x", "direct");
    plane.exchange("amq.direct", "direct");

    assertThat(plane.vhost.exchange("x")).isSameAs(exchange);
    assertThat(plane.store.appends).isEqualTo(appends);
  }

  @Test
  void refusesInequivalentDeclarations() {
    plane.exchange("x", "direct");

    assertInequivalent(declaration("fanout", true, false, false), "'type'", "'fanout'", "'direct'");
    assertInequivalent(
        declaration("direct", false, false, false), "'durable'", "'false'", "'true'");
    assertInequivalent(
        declaration("direct", true, true, false), "'auto_delete'", "'true'", "'false'");
    assertInequivalent(declaration("direct", true, false, true), "'internal'", "'true'", "'false'");
    assertInequivalent(
        new ExchangeDeclaration(
            "x", "direct", true, false, false, ControlPlane.args("alternate-exchange", "ae")),
        "'alternate-exchange'",
        "the value 'ae' of type 'longstr'",
        "none");
    plane.exchange(
        new ExchangeDeclaration("x", "direct", true, false, false, ControlPlane.args("foo", 1)));
  }

  private void assertInequivalent(
      ExchangeDeclaration declaration, String what, String received, String current) {
    assertRefused(
        () -> plane.exchange(declaration),
        ErrorKind.INEQUIVALENT,
        "inequivalent arg "
            + what
            + " for exchange 'x' in vhost '/': received "
            + received
            + " but current is "
            + current);
  }

  private static ExchangeDeclaration declaration(
      String type, boolean durable, boolean autoDelete, boolean internal) {
    return new ExchangeDeclaration("x", type, durable, autoDelete, internal, Arguments.NONE);
  }

  @Test
  void refusesTypesNobodyKnows() {
    plane.denied.refusals.add("configure exchange x");

    assertRefused(
        () -> plane.exchange("x", "nope"),
        ErrorKind.PRECONDITION_FAILED,
        "unknown exchange type 'nope'");
    assertRefused(
        () -> plane.exchange("x", ""), ErrorKind.PRECONDITION_FAILED, "invalid exchange type ''");
  }

  @Test
  void theDefaultExchangeIsNotForChanging() {
    String text = "operation not permitted on the default exchange";

    assertRefused(() -> plane.exchange("", "direct"), ErrorKind.ACCESS_REFUSED, text);
    assertRefused(() -> check(""), ErrorKind.ACCESS_REFUSED, text);
    assertRefused(() -> plane.deleteExchange("", false), ErrorKind.ACCESS_REFUSED, text);
  }

  @Test
  void systemExchangesAreNotForChanging() {
    assertRefused(
        () -> plane.exchange("amq.foo", "direct"),
        ErrorKind.ACCESS_REFUSED,
        "exchange name 'amq.foo' contains reserved prefix 'amq.*'");
    assertRefused(
        () -> plane.deleteExchange("amq.nope", false),
        ErrorKind.ACCESS_REFUSED,
        "deletion of system exchange 'amq.nope' in vhost '/' not allowed");
  }

  @Test
  void tellsWhatIsMissing() {
    assertRefused(() -> check("nope"), ErrorKind.NOT_FOUND, "no exchange 'nope' in vhost '/'");
    plane.deleteExchange("nope", true);
  }

  @Test
  void checksPermissions() {
    plane.denied.refusals.add("configure exchange x");
    plane.denied.refusals.add("read exchange y");
    plane.denied.refusals.add("write exchange ae");

    assertRefused(
        () -> plane.exchange("x", "direct"),
        ErrorKind.ACCESS_REFUSED,
        "configure access to exchange 'x' in vhost '/' refused for user 'u'");
    assertRefused(
        () -> plane.deleteExchange("x", false),
        ErrorKind.ACCESS_REFUSED,
        "configure access to exchange 'x' in vhost '/' refused for user 'u'");
    assertRefused(
        () -> plane.exchange(withAlternate("y", "ae")),
        ErrorKind.ACCESS_REFUSED,
        "read access to exchange 'y' in vhost '/' refused for user 'u'");
    assertRefused(
        () -> plane.exchange(withAlternate("z", "ae")),
        ErrorKind.ACCESS_REFUSED,
        "write access to exchange 'ae' in vhost '/' refused for user 'u'");
  }

  @Test
  void takesAnAlternateExchange() {
    plane.exchange(withAlternate("x", "ae"));

    assertThat(plane.vhost.exchange("x").alternateExchange()).isEqualTo("ae");
    assertRefused(
        () -> plane.exchange(withAlternate("y", 1)),
        ErrorKind.PRECONDITION_FAILED,
        "invalid type 'signedint' for arg 'alternate-exchange' in exchange 'y' in vhost '/'");
  }

  private static ExchangeDeclaration withAlternate(String name, Object alternate) {
    return new ExchangeDeclaration(
        name, "direct", true, false, false, ControlPlane.args("alternate-exchange", alternate));
  }

  @Test
  void beingASourceIsUseAndBeingADestinationIsNot() {
    plane.exchange("source", "direct");
    plane.exchange("target", "fanout");
    plane.bind(plane.me, ControlPlane.toExchange("source", "target", "k"));

    assertRefused(
        () -> plane.deleteExchange("source", true),
        ErrorKind.PRECONDITION_FAILED,
        "exchange 'source' in vhost '/' in use");
    plane.deleteExchange("target", true);

    assertThat(plane.bindings()).isEmpty();
    plane.deleteExchange("source", true);
    assertThat(plane.vhost.exchange("source")).isNull();
  }

  @Test
  void autoDeleteExchangesGoWithTheirLastBindingOneAfterTheOther() {
    plane.autoDeleteExchange("s1");
    plane.autoDeleteExchange("d1");
    plane.declare("q");
    plane.bind(plane.me, ControlPlane.toExchange("s1", "d1", ""));
    plane.bind("d1", "q", "");
    Exchange first = plane.vhost.exchange("s1");

    plane.delete("q");

    assertThat(plane.vhost.exchange("d1")).isNull();
    assertThat(plane.vhost.exchange("s1")).isNull();
    assertThat(first.isDeleted()).isTrue();
    assertThat(plane.loops.await(plane.loop, plane.store::load))
        .noneMatch(record -> record.toString().contains("s1"));
  }

  @Test
  void anAutoDeleteExchangeThatWasNeverBoundStays() {
    plane.autoDeleteExchange("x");
    plane.declare("q");

    plane.delete("q");

    assertThat(plane.vhost.exchange("x")).isNotNull();
  }

  @Test
  void keepsTheLimitOnExchanges() {
    ControlPlane limited = new ControlPlane(new ResourceLimits(-1, 7, -1), VhostSettings.NONE);
    limited.exchange("x", "direct");

    assertRefused(
        () -> limited.exchange("y", "direct"),
        ErrorKind.LIMIT_REACHED,
        "cannot declare exchange 'y': exchange limit of 7 is reached");
  }

  private void check(String name) {
    plane.loops.await(plane.loop, () -> plane.commands.checkExchange(plane.vhost, name));
  }
}
