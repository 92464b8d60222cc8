package io.warrenmq.amqp10.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.warrenmq.testkit.wire.Hex;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.Modified;
import org.apache.qpid.proton.amqp.messaging.Rejected;
import org.apache.qpid.proton.amqp.messaging.Released;
import org.apache.qpid.proton.amqp.transaction.TransactionalState;
import org.apache.qpid.proton.amqp.transport.DeliveryState;
import org.apache.qpid.proton.amqp.transport.Disposition;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;
import org.apache.qpid.proton.amqp.transport.Flow;
import org.apache.qpid.proton.amqp.transport.ReceiverSettleMode;
import org.apache.qpid.proton.amqp.transport.Role;
import org.apache.qpid.proton.amqp.transport.Transfer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Reads transfer, disposition and flow as Proton-J writes them, with each of their fields or not.
 */
class FrameCursorTest {
  private static final int[] NUMBERS = {0, 1, 255, 256, 65_536, Integer.MAX_VALUE, -1};
  private static final int PAYLOAD = 5;

  private final Proton proton = Proton.ofTypes();
  private final FrameCursor cursor = new FrameCursor();
  private final Random random = new Random(1);

  /** Begins with the performative, somewhere in a buffer and with a payload behind it. */
  private void begin(byte[] performative, int code) {
    int from = random.nextInt(4);
    ByteBuf in = Unpooled.buffer();
    in.writeZero(from).writeBytes(performative).writeBytes(new byte[PAYLOAD]);
    int to = in.writerIndex();

    assertThat(FrameCursor.code(in, from, to)).isEqualTo(code);
    cursor.begin(in, from, to);
    assertThat(cursor.payloadAt()).isEqualTo(to - PAYLOAD);
  }

  private UnsignedInteger number() {
    return UnsignedInteger.valueOf(NUMBERS[random.nextInt(NUMBERS.length)]);
  }

  private DeliveryState state() {
    Rejected rejected = new Rejected();
    rejected.setError(new ErrorCondition(Symbol.valueOf("amqp:not-found"), "gone"));
    Modified modified = new Modified();
    modified.setDeliveryFailed(true);
    modified.setMessageAnnotations(Map.of(Symbol.valueOf("x-a"), List.of(1, "b")));
    TransactionalState transactional = new TransactionalState();
    transactional.setTxnId(new Binary(new byte[] {1, 2}));
    transactional.setOutcome(Accepted.getInstance());
    DeliveryState[] states = {
      Accepted.getInstance(), Released.getInstance(), rejected, modified, transactional
    };
    return states[random.nextInt(states.length)];
  }

  /** What the next fields are, each after its kind; what is absent as the kind's default. */
  private void assertFields(int mask, String kinds, List<?> fields) {
    for (int i = 0; i < fields.size(); i++) {
      Object field = fields.get(i);
      if (random.nextInt(4) == 0) {
        cursor.skip();
        continue;
      }
      Object expected =
          field == null
              ? null
              : field instanceof UnsignedInteger number ? number.intValue() : field;
      Object found =
          switch (kinds.charAt(i)) {
            case 'n' -> number(expected == null);
            case 'b' -> cursor.bool(expected == null && random.nextBoolean());
            default -> cursor.value();
          };
      if (kinds.charAt(i) == 'b' && expected == null) {
        continue; // Proton writes its default, or nothing.
      } else if (kinds.charAt(i) == 'v') {
        expected = expected == null ? null : canonical(expected);
      }
      assertThat(found).as("field %d, present %x", i, mask).isEqualTo(expected);
    }
    assertThat(cursor.hasNext()).as("more fields, present %x", mask).isFalse();
  }

  private @Nullable Integer number(boolean absent) {
    if (random.nextBoolean()) {
      return cursor.hasNext() ? (Integer) cursor.uint(77) : null;
    }
    int number = cursor.uint(77);
    return absent && number == 77 ? null : (Integer) number;
  }

  private @Nullable Object canonical(Object value) {
    byte[] bytes = proton.encode(value);
    return new ValueReader(bytes, 0, bytes.length).read();
  }

  @Test
  void readsTransfersWithEachOfTheirFieldsOrNot() {
    for (int mask = 0; mask < 1 << 11; mask++) {
      Transfer transfer = new Transfer();
      transfer.setHandle(number()); // which is mandatory
      DeliveryState state = state();
      Object[] fields = new Object[11];
      fields[0] = transfer.getHandle();
      if ((mask & 2) != 0) {
        transfer.setDeliveryId(number());
        fields[1] = transfer.getDeliveryId();
      }
      if ((mask & 4) != 0) {
        transfer.setDeliveryTag(new Binary(new byte[random.nextInt(33)]));
        fields[2] = transfer.getDeliveryTag();
      }
      if ((mask & 8) != 0) {
        transfer.setMessageFormat(number());
        fields[3] = transfer.getMessageFormat();
      }
      if ((mask & 16) != 0) {
        fields[4] = random.nextBoolean();
        transfer.setSettled((Boolean) fields[4]);
      }
      if ((mask & 32) != 0) {
        fields[5] = true;
        transfer.setMore(true);
      }
      if ((mask & 64) != 0) {
        fields[6] = UnsignedInteger.ONE; // as a ubyte
        transfer.setRcvSettleMode(ReceiverSettleMode.SECOND);
      }
      if ((mask & 128) != 0) {
        fields[7] = state;
        transfer.setState(state);
      }
      if ((mask & 256) != 0) {
        fields[8] = true;
        transfer.setResume(true);
      }
      if ((mask & 512) != 0) {
        fields[9] = true;
        transfer.setAborted(true);
      }
      if ((mask & 1024) != 0) {
        fields[10] = true;
        transfer.setBatchable(true);
      }

      begin(proton.encode(transfer), 0x14);

      assertFields(mask, "nnvnbbnvbbb", Arrays.asList(fields));
    }
  }

  @Test
  void readsFlowsWithEachOfTheirFieldsOrNot() {
    for (int mask = 0; mask < 1 << 11; mask++) {
      Flow flow = new Flow();
      Object[] fields = new Object[11];
      flow.setIncomingWindow(number()); // These three are mandatory.
      flow.setNextOutgoingId(number());
      flow.setOutgoingWindow(number());
      fields[1] = flow.getIncomingWindow();
      fields[2] = flow.getNextOutgoingId();
      fields[3] = flow.getOutgoingWindow();
      if ((mask & 1) != 0) {
        flow.setNextIncomingId(number());
        fields[0] = flow.getNextIncomingId();
      }
      if ((mask & 16) != 0) {
        flow.setHandle(number());
        fields[4] = flow.getHandle();
      }
      if ((mask & 32) != 0) {
        flow.setDeliveryCount(number());
        fields[5] = flow.getDeliveryCount();
      }
      if ((mask & 64) != 0) {
        flow.setLinkCredit(number());
        fields[6] = flow.getLinkCredit();
      }
      if ((mask & 128) != 0) {
        flow.setAvailable(number());
        fields[7] = flow.getAvailable();
      }
      if ((mask & 256) != 0) {
        fields[8] = true;
        flow.setDrain(true);
      }
      if ((mask & 512) != 0) {
        fields[9] = true;
        flow.setEcho(true);
      }
      if ((mask & 1024) != 0) {
        fields[10] = Map.of(Symbol.valueOf("a"), List.of("b", 3L));
        flow.setProperties(Map.of(Symbol.valueOf("a"), List.of("b", 3L)));
      }

      begin(proton.encode(flow), 0x13);

      assertFields(mask, "nnnnnnnnbbv", Arrays.asList(fields));
    }
  }

  @Test
  void readsDispositionsWithEachOfTheirFieldsOrNot() {
    for (int mask = 0; mask < 1 << 10; mask++) { // often each
      Disposition disposition = new Disposition();
      Object[] fields = new Object[6];
      fields[0] = random.nextBoolean();
      disposition.setRole((Boolean) fields[0] ? Role.RECEIVER : Role.SENDER);
      disposition.setFirst(number());
      fields[1] = disposition.getFirst();
      if ((mask & 4) != 0) {
        disposition.setLast(number());
        fields[2] = disposition.getLast();
      }
      if ((mask & 8) != 0) {
        fields[3] = true;
        disposition.setSettled(true);
      }
      if ((mask & 16) != 0) {
        DeliveryState state = state();
        fields[4] = state;
        disposition.setState(state);
      }
      if ((mask & 32) != 0) {
        fields[5] = true;
        disposition.setBatchable(true);
      }

      begin(proton.encode(disposition), 0x15);

      assertFields(mask, "bnnbvb", Arrays.asList(fields));
    }
  }

  @Test
  void takesNullsForWhatIsAbsentWhereverTheyAre() {
    for (int count = 0; count <= 11; count++) {
      for (int mask = 0; mask < 1 << count; mask++) {
        List<@Nullable Object> fields = new ArrayList<>();
        for (int i = 0; i < count; i++) {
          fields.add((mask >> i & 1) == 0 ? null : number());
        }
        byte[] list = Proton.ofValues().encode(fields);
        byte[] performative = new byte[3 + list.length];
        performative[1] = 0x53;
        performative[2] = 0x13;
        System.arraycopy(list, 0, performative, 3, list.length);

        begin(performative, 0x13);

        assertFields(mask, "nnnnnnnnnnn", fields);
        assertThat(cursor.uint(5)).isEqualTo(5);
        assertThat(cursor.bool(true)).isTrue();
        assertThat(cursor.value()).isNull();
        cursor.skip();
        assertThat(cursor.isEmptyOutcome(0x24)).isFalse();
      }
    }
  }

  @Test
  void readsAListOfTheLongForm() {
    begin(Hex.parse("00 53 15 d0 0000000c 00000003 41 52 07 70 00000100"), 0x15);

    assertThat(cursor.bool(false)).isTrue();
    assertThat(cursor.uint(0)).isEqualTo(7);
    assertThat(cursor.uint(0)).isEqualTo(256);
    assertThat(cursor.hasNext()).isFalse();
  }

  @Test
  void readsAPerformativeWithoutFields() {
    begin(Hex.parse("00 53 13 45"), 0x13);

    assertThat(cursor.hasNext()).isFalse();
    assertThat(cursor.uint(9)).isEqualTo(9);
  }

  @Test
  void readsABooleanOfTheLongForm() {
    begin(Hex.parse("00 53 15 c0 05 02 56 01 56 00"), 0x15);

    assertThat(cursor.bool(false)).isTrue();
    assertThat(cursor.bool(true)).isFalse();
  }

  @Test
  void takesTheDefaultOfABooleanThatIsNull() {
    begin(Hex.parse("00 53 15 c0 03 02 40 40"), 0x15);

    assertThat(cursor.bool(true)).isTrue();
    assertThat(cursor.bool(false)).isFalse();
  }

  @Test
  void knowsAnEmptyOutcome() {
    byte[] two = Hex.parse("00 53 15 c0 09 02 00 53 24 45 00 53 26 45");
    begin(two, 0x15);

    assertThat(cursor.isEmptyOutcome(0x26)).isFalse();
    assertThat(cursor.isEmptyOutcome(0x24)).isTrue();
    assertThat(cursor.isEmptyOutcome(0x24)).isFalse();
    assertThat(cursor.isEmptyOutcome(0x26)).isTrue();
    assertThat(cursor.isEmptyOutcome(0x26)).isFalse();

    begin(two, 0x15);
    assertThat(cursor.value()).isEqualTo(Described.of(0x24, List.of()));
    assertThat(cursor.value()).isEqualTo(Described.of(0x26, List.of()));
  }

  @Test
  void leavesOtherOutcomesToTheReader() {
    for (String hex :
        List.of("00 53 24 c0 01 00", "00 80 0000000000000024 45", "00 a3 04 'abcd' 45", "40")) {
      byte[] state = Hex.parse(hex);
      byte[] performative = Hex.parse("00 53 15 c0 00 01 " + hex);
      performative[4] = (byte) (state.length + 1);
      begin(performative, 0x15);

      assertThat(cursor.isEmptyOutcome(0x24)).as(hex).isFalse();
      assertThat(cursor.value()).as(hex).isEqualTo(new ValueReader(state, 0, state.length).read());
    }
  }

  /** Part 1 lets a descriptor be any value; §2.7 gives each performative a code and a name. */
  @Test
  void knowsWhatComesOftenByEveryFormOfItsDescriptor() {
    for (String hex :
        List.of(
            "00 53 14 45",
            "00 80 0000000000000014 45",
            "00 a3 12 'amqp:transfer:list' 45",
            "00 b3 00000012 'amqp:transfer:list' 45")) {
      begin(Hex.parse(hex), 0x14);

      assertThat(cursor.hasNext()).as(hex).isFalse();
    }
    begin(Hex.parse("00 80 0000000000000013 c0 03 01 52 07"), 0x13);
    assertThat(cursor.uint(0)).isEqualTo(7);
    begin(Hex.parse("00 a3 15 'amqp:disposition:list' c0 02 01 41"), 0x15);
    assertThat(cursor.bool(false)).isTrue();
  }

  @Test
  void knowsNoOtherDescriptor() {
    for (String hex :
        List.of(
            "",
            "00",
            "00 53",
            "00 54 14 45",
            "01 53 14 45",
            "00 80 00 00 00",
            "00 80 0000000000000024 45",
            "00 80 8000000000000014 45",
            "00 a3 13 'amqp:transfer:list'",
            "00 b3 ffffffff 61",
            "00 b3 0000",
            "00 44 45")) {
      ByteBuf in = Unpooled.wrappedBuffer(Hex.parse(hex));

      assertThat(FrameCursor.code(in, 0, in.writerIndex())).as(hex).isEqualTo(-1);
    }
    ByteBuf in = Unpooled.wrappedBuffer(Hex.parse("00 53 ff"));
    assertThat(FrameCursor.code(in, 0, 3)).isEqualTo(0xff);
    assertThat(FrameCursor.code(in, 0, 2)).isEqualTo(-1);
    assertThat(FrameCursor.code(in, 1, 3)).isEqualTo(-1);
  }

  @Test
  void makesNoObjects() {
    Transfer transfer = new Transfer();
    transfer.setHandle(UnsignedInteger.valueOf(3));
    transfer.setDeliveryId(UnsignedInteger.valueOf(70_000));
    transfer.setDeliveryTag(new Binary(new byte[] {1, 2, 3, 4}));
    transfer.setSettled(false);
    Disposition disposition = new Disposition();
    disposition.setRole(Role.RECEIVER);
    disposition.setFirst(UnsignedInteger.valueOf(70_000));
    disposition.setSettled(true);
    disposition.setState(Accepted.getInstance());
    Flow flow = new Flow();
    flow.setIncomingWindow(UnsignedInteger.valueOf(400));
    flow.setNextOutgoingId(UnsignedInteger.ONE);
    flow.setOutgoingWindow(UnsignedInteger.MAX_VALUE);
    flow.setLinkCredit(UnsignedInteger.valueOf(170));
    ByteBuf[] in = {
      Unpooled.wrappedBuffer(proton.encode(transfer)),
      Unpooled.wrappedBuffer(proton.encode(disposition)),
      Unpooled.wrappedBuffer(proton.encode(flow))
    };
    String[] kinds = {"nnsnbbsebbb", "bnnbeb", "nnnnnnnnbbs"};
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    readOften(in, kinds, 10); // now its code is loaded

    long before = threads.getCurrentThreadAllocatedBytes();
    readOften(in, kinds, 1000);
    long taken = threads.getCurrentThreadAllocatedBytes() - before;

    assertThat(taken).as("bytes for 3000 frames").isLessThan(3000);
  }

  private void readOften(ByteBuf[] in, String[] kinds, int times) {
    for (int i = 0; i < times; i++) {
      for (int j = 0; j < in.length; j++) {
        readAll(cursor, in[j], kinds[j]);
      }
    }
  }

  // ---- what is refused ----

  /** Reads all fields, as {@code kinds} says. */
  private static void readAll(FrameCursor cursor, byte[] performative, String kinds) {
    readAll(cursor, Unpooled.wrappedBuffer(performative), kinds); // There is nothing behind it.
  }

  private static void readAll(FrameCursor cursor, ByteBuf in, String kinds) {
    cursor.begin(in, 0, in.writerIndex());
    for (int i = 0; i < kinds.length(); i++) {
      switch (kinds.charAt(i)) {
        case 'n' -> cursor.uint(0);
        case 'b' -> cursor.bool(false);
        case 's' -> cursor.skip();
        case 'h' -> cursor.hasNext();
        case 'e' -> cursor.isEmptyOutcome(0x24);
        default -> cursor.value();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "00 53 14, h, no list",
    "00 53 14 c1 01 00, h, a map",
    "00 53 14 40, h, null",
    "00 53 14 c0, h, a list without size",
    "00 53 14 c0 00, h, a list without count",
    "00 53 14 c0 00 00, h, a list whose size leaves out the count",
    "00 53 14 c0 05 00, h, a list longer than the frame",
    "00 53 14 c0 01 01, h, a field in no byte",
    "00 53 14 c0 02 02 40, h, two fields in a byte",
    "00 53 14 d0 000000, h, a list of the long form without size",
    "00 53 14 d0 00000004 000000, h, a list of the long form without count",
    "00 53 14 d0 00000003 00000000, h, a size that leaves out some of the count",
    "00 53 14 d0 ffffffff 00000001 40, h, a negative size",
    "00 53 14 d0 7fffffff 00000001 40, h, two gigabytes",
    "00 53 14 d0 00000005 ffffffff 40, h, a negative count",
    "00 53 14 d0 00000005 7fffffff 40, h, a count of 2^31-1",
    "00 53 14 c0 06 03 70 00000001, nh, two more fields than there are",
    "00 53 14 c0 06 03 70 00000001, nn, two more fields than there are",
    "00 53 14 c0 06 03 70 00000001, nb, two more fields than there are",
    "00 53 14 c0 06 03 70 00000001, nv, two more fields than there are",
    "00 53 14 c0 06 03 70 00000001, ns, two more fields than there are",
    "00 53 14 c0 06 03 70 00000001, neh, two more fields than there are",
    "00 53 14 c0 02 01 70, n, a number without its bytes",
    "00 53 14 c0 04 01 70 0000, n, a number without all of its bytes",
    "00 53 14 c0 02 01 52, n, a small number without its byte",
    "00 53 14 c0 02 01 44, n, a ulong where a uint is due",
    "00 53 14 c0 02 01 41, n, a boolean where a number is due",
    "00 53 14 c0 04 01 a1 01 61, n, text where a number is due",
    "00 53 14 c0 02 01 43, b, a number where a boolean is due",
    "00 53 14 c0 02 01 56, b, a boolean without its byte",
    "00 53 14 c0 03 01 56 02, b, a boolean of 2",
    "00 53 14 c0 03 01 56 02, v, a boolean of 2",
    "00 53 14 c0 04 01 a0 05 00, v, a tag longer than the list",
    "00 53 14 c0 04 01 a0 05 00, s, a tag longer than the list",
    "00 53 14 c0 07 01 b0 ffffffff 00, v, a tag of a negative length",
    "00 53 14 c0 07 01 b0 ffffffff 00, s, a tag of a negative length",
    "00 53 14 c0 07 01 b0 7fffffff 00, s, a tag of two gigabytes",
    "00 53 14 c0 03 01 20 00, s, an unknown constructor",
    "00 53 14 c0 03 01 20 00, v, an unknown constructor",
    "00 53 14 c0 03 01 20 00, n, an unknown constructor",
    "00 53 14 c0 04 01 00 53 24, v, a descriptor of nothing",
    "00 53 14 c0 04 01 00 53 24, s, a descriptor of nothing",
    "00 53 14 c0 07 01 f0 7fffffff 7f, s, an array longer than the list",
  })
  void refuses(String hex, String kinds, String why) {
    assertThatThrownBy(() -> readAll(cursor, Hex.parse(hex), kinds))
        .as(why)
        .isInstanceOf(DecodeFault.class);
  }

  @Test
  void refusesAFieldThatGoesBeyondTheListIntoThePayload() {
    ByteBuf in = Unpooled.wrappedBuffer(Hex.parse("00 53 14 c0 03 01 70 00 000000 ffffff"));
    cursor.begin(in, 0, in.writerIndex());

    assertThatThrownBy(() -> cursor.uint(0)).isInstanceOf(DecodeFault.class);
    assertThat(cursor.payloadAt()).isEqualTo(8);
  }

  @Test
  void refusesWhatIsCutOffAnywhere() {
    Transfer transfer = new Transfer();
    transfer.setHandle(UnsignedInteger.valueOf(300));
    transfer.setDeliveryId(UnsignedInteger.valueOf(-1));
    transfer.setDeliveryTag(new Binary(new byte[] {1, 2, 3}));
    transfer.setState(Accepted.getInstance());
    transfer.setBatchable(true);
    byte[] all = proton.encode(transfer);

    for (int length = 3; length < all.length; length++) {
      byte[] some = Arrays.copyOf(all, length);
      assertThatThrownBy(() -> readAll(cursor, some, "nnvnbbnvbbb"))
          .as("%d of %d bytes", length, all.length)
          .isInstanceOf(DecodeFault.class);
    }
  }

  @Test
  void refusesDescriptionsThatAreTooDeep() {
    byte[] deep = new byte[200];
    deep[1] = 0x53;
    deep[2] = 0x14;
    deep[3] = (byte) 0xc0;
    deep[4] = (byte) (deep.length - 5);
    deep[5] = 1; // and a description in a description, to the end

    for (String kind : List.of("s", "v")) {
      assertThatThrownBy(() -> readAll(cursor, deep, kind)).isInstanceOf(DecodeFault.class);
    }
  }
}
