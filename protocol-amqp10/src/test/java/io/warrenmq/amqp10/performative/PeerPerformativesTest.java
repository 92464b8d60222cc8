package io.warrenmq.amqp10.performative;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.warrenmq.amqp10.codec.Described;
import io.warrenmq.amqp10.codec.Proton;
import io.warrenmq.amqp10.codec.ValueReader;
import io.warrenmq.amqp10.codec.ValueWriter;
import io.warrenmq.api.message.Symbol;
import io.warrenmq.api.message.Unsigned;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Performatives and SASL frames: we read what Proton-J writes, and it reads what we write. */
class PeerPerformativesTest {
  private static final int ROUNDS = 500;

  private final Proton proton = Proton.ofTypes();

  private static @Nullable Object value(byte[] bytes) {
    ValueReader reader = new ValueReader(bytes, 0, bytes.length);
    Object value = reader.read();
    assertThat(reader.hasMore()).isFalse();
    return value;
  }

  private static byte[] written(Performative performative) {
    ByteBuf out = Unpooled.buffer();
    performative.write(out);
    return ByteBufUtil.getBytes(out);
  }

  @Test
  void readsWhatProtonWrites() {
    for (int seed = 0; seed < ROUNDS; seed++) {
      for (Performative each : Performatives.all(new Random(seed))) {
        byte[] bytes = proton.encode(ProtonTypes.of(each));

        assertThat(Performative.of(value(bytes))).as("seed %d", seed).isEqualTo(each);
      }
    }
  }

  @Test
  void writesWhatProtonReads() {
    for (int seed = 0; seed < ROUNDS; seed++) {
      for (Performative each : Performatives.all(new Random(seed))) {
        Object read = proton.decode(written(each));

        // Proton's performatives know no equality, but their bytes do.
        Object expected = ProtonTypes.of(each);
        assertThat(read).as("seed %d", seed).hasSameClassAs(expected);
        assertThat(proton.encode(read))
            .as("seed %d: %s", seed, each)
            .isEqualTo(proton.encode(expected));
      }
    }
  }

  @Test
  void readsWhatItWrites() {
    for (int seed = 0; seed < ROUNDS; seed++) {
      for (Performative each : Performatives.all(new Random(seed))) {
        assertThat(Performative.of(value(written(each)))).as("seed %d", seed).isEqualTo(each);
      }
    }
  }

  @Test
  void readsAndWritesDeliveryStatesAsProtonDoes() {
    for (int seed = 0; seed < ROUNDS; seed++) {
      for (DeliveryState each : Performatives.states(new Random(seed))) {
        Object ofProton = ProtonTypes.state(each);
        byte[] bytes = proton.encode(ofProton);
        ByteBuf out = Unpooled.buffer();

        assertThat(DeliveryState.of((Described) value(bytes))).as("seed %d", seed).isEqualTo(each);

        ValueWriter.write(out, each.described());
        Object read = proton.decode(ByteBufUtil.getBytes(out));
        assertThat(read).as("seed %d", seed).hasSameClassAs(ofProton);
        assertThat(proton.encode(read)).as("seed %d: %s", seed, each).isEqualTo(bytes);
      }
    }
  }

  @Test
  void takesDefaultsForWhatIsAbsent() {
    var open = new org.apache.qpid.proton.amqp.transport.Open();
    open.setContainerId("c");
    assertThat(Performative.of(value(proton.encode(open))))
        .isEqualTo(new Open("c", null, 0xFFFF_FFFFL, 0xFFFF, 0, List.of(), List.of(), Map.of()));

    var begin = new org.apache.qpid.proton.amqp.transport.Begin();
    begin.setNextOutgoingId(UnsignedInteger.valueOf(-2));
    begin.setIncomingWindow(UnsignedInteger.valueOf(3));
    begin.setOutgoingWindow(UnsignedInteger.valueOf(4));
    assertThat(Performative.of(value(proton.encode(begin))))
        .isEqualTo(new Begin(-1, -2, 3, 4, 0xFFFF_FFFFL, List.of(), List.of(), Map.of()));

    var detach = new org.apache.qpid.proton.amqp.transport.Detach();
    detach.setHandle(UnsignedInteger.valueOf(-1));
    assertThat(Performative.of(value(proton.encode(detach))))
        .isEqualTo(new Detach(0xFFFF_FFFFL, false, null));
  }

  @Test
  void takesDefaultsForWhatIsAbsentFromALink() {
    List<Object> attach = List.of("n", Unsigned.uint(7), true);

    assertThat(Performative.of(Described.of(0x12, attach)))
        .isEqualTo(
            new Attach(
                "n",
                7,
                Role.RECEIVER,
                SndSettleMode.MIXED,
                RcvSettleMode.FIRST,
                null,
                null,
                false,
                null,
                0,
                List.of(),
                List.of(),
                Map.of()));
    assertThat(Source.of(Described.of(0x28, List.of())))
        .isEqualTo(
            new Source(
                null,
                Durability.NONE,
                "session-end",
                0,
                false,
                Map.of(),
                null,
                Map.of(),
                null,
                List.of(),
                List.of()));
    assertThat(AnyTarget.of(Described.of(0x29, List.of())))
        .isEqualTo(new Target(null, Durability.NONE, "session-end", 0, false, Map.of(), List.of()));
    assertThat(AnyTarget.of(Described.of(0x30, List.of()))).isEqualTo(new Coordinator(List.of()));
    assertThat(DeliveryState.of(Described.of(0x27, List.of())))
        .isEqualTo(new DeliveryState.Modified(false, false, Map.of()));
  }

  @Test
  void seesThatALinkIsToBeResumed() {
    var attach = new org.apache.qpid.proton.amqp.transport.Attach();
    attach.setName("n");
    attach.setHandle(UnsignedInteger.ZERO);
    attach.setRole(org.apache.qpid.proton.amqp.transport.Role.SENDER);
    assertThat(attach(attach).unsettled()).isFalse();

    attach.setUnsettled(Map.of());
    assertThat(attach(attach).unsettled()).isFalse();

    attach.setIncompleteUnsettled(true);
    assertThat(attach(attach).unsettled()).isTrue();

    attach.setIncompleteUnsettled(false);
    attach.setUnsettled(
        Map.of(
            new org.apache.qpid.proton.amqp.Binary(new byte[] {1}),
            org.apache.qpid.proton.amqp.messaging.Accepted.getInstance()));
    assertThat(attach(attach).unsettled()).isTrue();
  }

  private Attach attach(org.apache.qpid.proton.amqp.transport.Attach attach) {
    return (Attach) Performative.of(value(proton.encode(attach)));
  }

  @Test
  void takesOneSymbolForAnArrayOfOne() {
    Object mechanisms = Described.of(0x40, List.of(new Symbol("PLAIN")));

    assertThat(Performative.of(mechanisms))
        .isEqualTo(new SaslFrame.Mechanisms(List.of(new Symbol("PLAIN"))));
  }

  @Test
  void takesTextWhereASymbolIsDue() {
    assertThat(Performative.of(Described.of(0x41, List.of("PLAIN"))))
        .isEqualTo(new SaslFrame.Init("PLAIN", null, null));
  }

  @Test
  void takesNamesForDescriptors() {
    Object accepted = new Described(new Symbol("amqp:accepted:list"), List.of());
    Object closed =
        new Described(
            new Symbol("amqp:close:list"),
            List.of(new Described(new Symbol("amqp:error:list"), List.of(new Symbol("a:b")))));

    assertThat(DeliveryState.of((Described) accepted)).isEqualTo(DeliveryState.Accepted.INSTANCE);
    assertThat(Performative.of(closed)).isEqualTo(new Close(new ErrorValue("a:b", null, Map.of())));
  }

  @Test
  void ofAMapsKeysTheNamesCount() {
    Object open =
        Described.of(
            0x10,
            Arrays.asList(
                "c",
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                Map.of(new Symbol("a"), 1, "b", 2, 3, 3)));

    assertThat(((Open) Performative.of(open)).properties()).isEqualTo(Map.of("a", 1, "b", 2));
  }
}
