package io.warrenmq.core.vhost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.warrenmq.api.event.BrokerEvent;
import io.warrenmq.core.event.EventDispatcher;
import io.warrenmq.core.metadata.MetadataRecord;
import io.warrenmq.core.metadata.MetadataRecord.ParameterPut;
import io.warrenmq.core.policy.Policies;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ParameterCommandsTest {
  private final ControlPlane plane = new ControlPlane();
  private final PolicyCommands policies = new PolicyCommands(plane.metadata, plane.vhosts);
  private final ParameterCommands parameters =
      new ParameterCommands(plane.metadata, plane.vhosts, policies);

  private boolean put(String component, String name, @Nullable Object value) {
    return plane.loops.await(
        plane.group.metadata(), () -> parameters.put("/", component, name, value));
  }

  private void delete(String component, String name) {
    plane.loops.await(plane.group.metadata(), () -> parameters.delete("/", component, name));
  }

  private boolean putGlobal(String name, @Nullable Object value) {
    return plane.loops.await(plane.group.metadata(), () -> parameters.putGlobal(name, value));
  }

  @Test
  void takesNoLimitsAsRabbitMqsFilesHaveThem() {
    put("vhost-limits", "limits", Map.of("max-queues", 5L));

    put("vhost-limits", "limits", List.of());

    assertThat(parameters.find("/", "vhost-limits", "limits")).isNull();
  }

  @Test
  void keepsWhatOtherComponentsSay() {
    assertThat(put("shovel", "s", Map.of("src-uri", "amqp://"))).isTrue();
    assertThat(put("shovel", "s", Map.of("src-uri", "amqps://"))).isFalse();

    assertThat(parameters.all())
        .containsExactly(new ParameterPut("/", "shovel", "s", Map.of("src-uri", "amqps://")));
    delete("shovel", "s");
    assertThat(parameters.all()).isEmpty();
    assertThat(stored(ParameterPut.class)).isEmpty();
  }

  private <T extends MetadataRecord> List<T> stored(Class<T> kind) {
    return plane.store.load().result().stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  @Test
  void aVhostsLimitsAreAParameter() {
    assertThat(put("vhost-limits", "limits", Map.of("max-queues", 5L))).isTrue();
    assertThat(plane.vhost.settings().maxQueues()).isEqualTo(5);

    assertThat(put("vhost-limits", "limits", Map.of("max-connections", 6L))).isFalse();
    assertThat(plane.vhost.settings().maxQueues()).isEqualTo(-1); // It takes the other's place.
    assertThat(parameters.find("/", "vhost-limits", "limits").value())
        .isEqualTo(Map.of("max-connections", 6L));

    delete("vhost-limits", "limits");
    assertThat(parameters.all()).isEmpty();
    assertThatThrownBy(() -> delete("vhost-limits", "limits"))
        .hasMessage("Parameter does not exist");
  }

  @Test
  void anOperatorPolicyIsAParameterAndAPolicyIsNone() {
    plane.declare("q");
    put("operator_policy", "o", Policies.fields("", "queues", 0, "max-length", 1L));

    assertThat(plane.vhost.queue("q").options().maxLength()).isEqualTo(1);
    assertThat(parameters.find("/", "operator_policy", "o").value())
        .isEqualTo(Policies.fields("", "queues", 0, "max-length", 1L));
    assertThatThrownBy(() -> put("policy", "p", Policies.fields("", "all", 0, "max-length", 1L)))
        .hasMessage("policies may not be set using this method");
    assertThatThrownBy(() -> delete("policy", "p"))
        .hasMessage("policies may not be cleared using this method");

    delete("operator_policy", "o");
    assertThat(plane.vhost.queue("q").options().maxLength()).isEqualTo(-1);
  }

  @Test
  void refusesInRabbitMqsWords() {
    assertThatThrownBy(() -> put("operator_policy", "x", 1L))
        .hasMessage("Validation failed\n\nx not a list 1\n");
    assertThatThrownBy(() -> put("vhost-limits", "limits", Map.of("max-queues", "x")))
        .hasMessage("Validation failed\n\nmax-queues should be a number, actually was <<\"x\">>\n");
    assertThatThrownBy(() -> put("vhost-limits", "limits", Map.of("max-zork", 5L)))
        .hasMessage("Validation failed\n\nUnrecognised terms [{<<\"max-zork\">>,5}] in limits\n");
    assertThatThrownBy(() -> delete("shovel", "none")).hasMessage("Parameter does not exist");
    assertThatThrownBy(
            () ->
                plane.loops.await(
                    plane.group.metadata(), () -> parameters.put("none", "c", "n", 1L)))
        .hasMessage("no vhost 'none'");
  }

  @Test
  void boundsWhatIsKept() {
    Object deep = 1L;
    for (int i = 0; i < 70; i++) {
      deep = List.of(deep);
    }
    Object tooDeep = deep;

    assertThatThrownBy(() -> putGlobal("g", tooDeep)).hasMessageContaining("deeper than 64");
    assertThatThrownBy(() -> putGlobal("g", "x".repeat(2 << 20)))
        .hasMessageContaining("larger than");
    assertThatThrownBy(() -> putGlobal("n".repeat(300), 1L)).hasMessageContaining("255 bytes");
    assertThatThrownBy(() -> put("c", "", 1L)).hasMessageContaining("needs a name");
  }

  @Test
  void globalParametersTakeAnyValue() {
    List<@Nullable Object> withNull = new ArrayList<>();
    withNull.add(null);
    withNull.add(2.5);

    assertThat(putGlobal("a", withNull)).isTrue();
    assertThat(putGlobal("b", null)).isTrue();
    assertThat(putGlobal("b", null)).isFalse();

    assertThat(parameters.findGlobal("a").value()).isEqualTo(withNull);
    assertThat(parameters.allGlobals()).hasSize(2);
    plane.loops.await(plane.group.metadata(), () -> parameters.deleteGlobal("b"));
    assertThat(parameters.findGlobal("b")).isNull();
    assertThatThrownBy(
            () -> plane.loops.await(plane.group.metadata(), () -> parameters.deleteGlobal("b")))
        .hasMessage("Parameter does not exist");
  }

  @Test
  void aRestartFindsThemAgain() {
    put("shovel", "s", 1L);
    put("vhost-limits", "limits", Map.of("max-queues", 5L));
    putGlobal("g", "v");
    List<MetadataRecord.Put> records = plane.store.load().result();
    ControlPlane other = new ControlPlane();
    ParameterCommands restored =
        new ParameterCommands(
            other.metadata, other.vhosts, new PolicyCommands(other.metadata, other.vhosts));

    other.loops.await(
        other.group.metadata(),
        () -> {
          other.commands.restore(records);
          restored.restore(records);
          return Future.succeededFuture();
        });

    assertThat(restored.all()).containsExactlyInAnyOrderElementsOf(parameters.all());
    assertThat(restored.findGlobal("g").value()).isEqualTo("v");
  }

  @Test
  void parametersGoWithTheirVhost() {
    put("shovel", "s", 1L);

    plane.loops.await(plane.group.metadata(), () -> plane.commands.deleteVhost("/"));

    assertThat(plane.store.load().result()).isEmpty();
  }

  @Test
  void tellsListenersAsRabbitMqDoes() {
    plane.listener.events.clear();

    put("shovel", "s", 1L);
    delete("shovel", "s");
    putGlobal("g", 2L);
    put("vhost-limits", "limits", Map.of("max-queues", 5L));
    delete("vhost-limits", "limits");

    assertThat(plane.listener.events)
        .extracting(BrokerEvent::name)
        .containsExactly(
            "parameter.set",
            "parameter.cleared",
            "parameter.set",
            "parameter.set",
            "vhost.limits.set",
            "parameter.cleared",
            "vhost.limits.cleared");
    assertThat(told(0))
        .isEqualTo(Map.of("vhost", "/", "component", "shovel", "name", "s", "value", 1L));
    assertThat(told(2)).isEqualTo(Map.of("component", "global", "name", "g", "value", 2L));
    assertThat(told(4)).isEqualTo(Map.of("vhost", "/", "name", "limits", "max-queues", 5L));
  }

  /** The attributes of an event, but for whose doing it was. */
  private Map<String, Object> told(int event) {
    Map<String, Object> attributes = new HashMap<>(plane.listener.events.get(event).attributes());
    attributes.remove(EventDispatcher.ACTOR);
    return attributes;
  }
}
