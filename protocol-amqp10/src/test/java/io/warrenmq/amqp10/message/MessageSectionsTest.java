package io.warrenmq.amqp10.message;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.warrenmq.amqp10.codec.DecodeFault;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageSectionsTest {
  private final MessageSections sections = new MessageSections();

  private static MessageBytes message() {
    return new MessageBytes();
  }

  private static MessageBytes full() {
    return message()
        .header(true)
        .section(Section.DELIVERY_ANNOTATIONS, Map.of())
        .annotations(Map.of("x-a", 1))
        .properties("id")
        .applicationProperties(Map.of("k", "v"))
        .data("body")
        .section(Section.FOOTER, Map.of());
  }

  private static DecodeFault fault(MessageBytes bytes) {
    try {
      new MessageSections().read(bytes.bytes());
    } catch (DecodeFault fault) {
      return fault;
    }
    throw new AssertionError("it was taken");
  }

  @Test
  void findsAllSections() {
    byte[] bytes = full().bytes();

    sections.read(bytes);

    for (int code = Section.HEADER; code <= Section.FOOTER; code++) {
      boolean isOtherBody = code == Section.SEQUENCE || code == Section.VALUE;
      assertThat(sections.has(code)).isEqualTo(!isOtherBody);
    }
    assertThat(sections.body()).isEqualTo(Section.DATA);
    assertThat(Arrays.copyOfRange(bytes, sections.bareAt(), bytes.length))
        .isEqualTo(
            message()
                .properties("id")
                .applicationProperties(Map.of("k", "v"))
                .data("body")
                .section(Section.FOOTER, Map.of())
                .bytes());
    assertThat(Arrays.copyOfRange(bytes, sections.bodyAt(), sections.endAt(Section.DATA)))
        .isEqualTo(message().data("body").bytes());
    assertThat(
            Arrays.copyOfRange(
                bytes,
                sections.valueAt(Section.MESSAGE_ANNOTATIONS),
                sections.endAt(Section.MESSAGE_ANNOTATIONS)))
        .endsWith(0x54, 1)
        .startsWith(0xC1);
  }

  @Test
  void forgetsTheMessageBefore() {
    sections.read(full().bytes());

    sections.read(message().section(Section.VALUE, null).bytes());

    assertThat(sections.has(Section.HEADER)).isFalse();
    assertThat(sections.has(Section.FOOTER)).isFalse();
    assertThat(sections.bareAt()).isZero();
    assertThat(sections.bodyAt()).isZero();
    assertThat(sections.body()).isEqualTo(Section.VALUE);
  }

  @Test
  void aBodyMayHaveSeveralSectionsOfDataOrSequences() {
    byte[] data = message().data("a").data("b").bytes();
    sections.read(data);
    assertThat(sections.bodyAt()).isZero();
    assertThat(sections.endAt(Section.DATA)).isEqualTo(data.length);

    sections.read(
        message()
            .section(Section.SEQUENCE, List.of(1))
            .section(Section.SEQUENCE, List.of())
            .bytes());
    assertThat(sections.body()).isEqualTo(Section.SEQUENCE);
  }

  @Test
  void aDescriptorMayBeLongOrAName() {
    byte[] name = "amqp:data:binary".getBytes(US_ASCII);
    MessageBytes named = message().raw(0x00, 0xA3, name.length);
    for (byte octet : name) {
      named.raw(octet);
    }
    byte[] bytes =
        message()
            .raw(0x00, 0x80, 0, 0, 0, 0, 0, 0, 0, 0x70, 0x45)
            .raw(toInts(named.raw(0xA0, 1, 7).bytes()))
            .bytes();

    sections.read(bytes);

    assertThat(sections.has(Section.HEADER)).isTrue();
    assertThat(sections.body()).isEqualTo(Section.DATA);
    assertThat(sections.bodyAt()).isEqualTo(11);
  }

  private static int[] toInts(byte[] bytes) {
    int[] ints = new int[bytes.length];
    for (int i = 0; i < ints.length; i++) {
      ints[i] = bytes[i] & 0xFF;
    }
    return ints;
  }

  @Test
  void refusesSectionsOutOfOrder() {
    assertThat(fault(message().properties("id").header(true).data("b")).detail())
        .isEqualTo("section 0x70 after 0x73");
    assertThat(fault(message().data("b").properties("id")).detail())
        .isEqualTo("section 0x73 after 0x75");
    assertThat(fault(message().section(Section.FOOTER, Map.of()).data("b")).detail())
        .isEqualTo("section 0x75 after 0x78");
  }

  @Test
  void refusesASectionTwice() {
    for (int code : new int[] {Section.HEADER, Section.PROPERTIES}) {
      assertThat(fault(message().section(code, List.of()).section(code, List.of())).detail())
          .startsWith("section ");
    }
    assertThat(fault(message().section(Section.VALUE, null).section(Section.VALUE, null)).detail())
        .isEqualTo("section 0x77 after 0x77");
  }

  @Test
  void refusesABodyOfTwoKinds() {
    assertThat(fault(message().data("b").section(Section.VALUE, 1)).detail())
        .isEqualTo("section 0x77 after 0x75");
    assertThat(fault(message().data("b").section(Section.SEQUENCE, List.of())).detail())
        .isEqualTo("section 0x76 after 0x75");
  }

  /** Clients that have no body to send leave it out, whatever the standard says. */
  @Test
  void takesAMessageWithoutABody() {
    byte[] header = message().header(true).bytes();
    sections.read(header);
    assertThat(sections.body()).isZero();
    assertThat(sections.bareAt()).isEqualTo(header.length);
    assertThat(sections.bodyAt()).isEqualTo(header.length);

    sections.read(message().header(true).section(Section.FOOTER, Map.of()).bytes());
    assertThat(sections.bareAt()).isEqualTo(header.length);
    assertThat(sections.bodyAt()).isEqualTo(header.length);
  }

  @Test
  void refusesAMessageOfNothing() {
    assertThat(fault(message()).detail()).isEqualTo("a message without sections");
  }

  @ParameterizedTest
  @ValueSource(ints = {0x6F, 0x79, 0x00, 0xFF})
  void refusesOtherDescriptors(int code) {
    assertThat(fault(message().raw(0, 0x53, code, 0x45)).detail())
        .isEqualTo("no section of a message where one must be, at byte 0");
  }

  @Test
  void refusesNamesOfNoSection() {
    assertThat(fault(message().raw(0, 0xA3, 1, 'a', 0x45)).detail()).startsWith("no section");
    assertThat(fault(message().raw(0, 0x40, 0x45)).detail()).startsWith("no section");
    assertThat(fault(message().raw(0x45)).detail()).startsWith("no section");
  }

  @Test
  void refusesSectionsOfTheWrongType() {
    for (int code = Section.HEADER; code <= Section.FOOTER; code++) {
      int section = code;
      if (section != Section.VALUE) {
        assertThat(fault(message().section(section, "text")).detail()).endsWith("wrong type");
        assertThat(fault(message().section(section, null)).detail()).endsWith("wrong type");
      }
    }
  }

  @Test
  void refusesEveryMessageThatIsCutOffWithinASection() {
    byte[] bytes = full().bytes();
    sections.read(bytes);
    Set<Integer> ends = new HashSet<>();
    for (int code = Section.HEADER; code <= Section.FOOTER; code++) {
      if (sections.has(code)) {
        ends.add(sections.endAt(code));
      }
    }
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      if (!ends.contains(length)) {
        assertThatThrownBy(() -> sections.read(cut)).isInstanceOf(DecodeFault.class);
      }
    }
  }

  @Test
  void refusesLengthsBeyondTheEnd() {
    assertThat(fault(message().raw(0, 0x53, 0x75, 0xB0, 0xFF, 0xFF, 0xFF, 0xFF)).detail())
        .startsWith("a value of 4294967295 bytes");
    assertThat(fault(message().raw(0, 0x53, 0x75, 0xB0, 0x7F, 0xFF, 0xFF, 0xFF)).detail())
        .startsWith("a value of 2147483647 bytes");
  }

  @Test
  void whatIsNestedInAValueWithoutEndIsRefused() {
    MessageBytes deep = message().raw(0, 0x53, 0x77);
    for (int i = 0; i < 1000; i++) {
      deep.raw(0, 0x53, 1);
    }

    assertThat(fault(deep.raw(0x40)).detail()).isEqualTo("values nested deeper than 32");
  }

  @Test
  void anyBytesAreAMessageOrAFault() {
    Random random = new Random(17);
    byte[] whole = full().bytes();
    int taken = 0;
    for (int i = 0; i < 50_000; i++) {
      byte[] bytes = whole.clone();
      for (int changes = random.nextInt(4); changes >= 0; changes--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      try {
        sections.read(bytes);
        taken++;
      } catch (DecodeFault e) {
        continue;
      }
      assertThat(sections.bodyAt()).isBetween(0, bytes.length);
      assertThat(sections.bareAt()).isBetween(0, sections.bodyAt());
    }
    assertThat(taken).isPositive();
  }
}
