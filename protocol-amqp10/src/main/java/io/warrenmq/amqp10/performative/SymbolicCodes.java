package io.warrenmq.amqp10.performative;

import io.warrenmq.amqp10.codec.Described;
import io.warrenmq.api.message.Symbol;
import io.warrenmq.api.message.Unsigned;
import java.util.Map;
import java.util.regex.Pattern;

/** The descriptors that have a name beside their code. Hardly a client uses the names. */
public final class SymbolicCodes {
  private static final Map<String, Long> CODES =
      Map.ofEntries(
          Map.entry("amqp:open:list", 0x10L),
          Map.entry("amqp:begin:list", 0x11L),
          Map.entry("amqp:attach:list", 0x12L),
          Map.entry("amqp:flow:list", 0x13L),
          Map.entry("amqp:transfer:list", 0x14L),
          Map.entry("amqp:disposition:list", 0x15L),
          Map.entry("amqp:detach:list", 0x16L),
          Map.entry("amqp:end:list", 0x17L),
          Map.entry("amqp:close:list", 0x18L),
          Map.entry("amqp:error:list", 0x1DL),
          Map.entry("amqp:received:list", 0x23L),
          Map.entry("amqp:accepted:list", 0x24L),
          Map.entry("amqp:rejected:list", 0x25L),
          Map.entry("amqp:released:list", 0x26L),
          Map.entry("amqp:modified:list", 0x27L),
          Map.entry("amqp:source:list", 0x28L),
          Map.entry("amqp:target:list", 0x29L),
          Map.entry("amqp:coordinator:list", 0x30L),
          Map.entry("amqp:declare:list", 0x31L),
          Map.entry("amqp:discharge:list", 0x32L),
          Map.entry("amqp:declared:list", 0x33L),
          Map.entry("amqp:transactional-state:list", 0x34L),
          Map.entry("amqp:sasl-mechanisms:list", 0x40L),
          Map.entry("amqp:sasl-init:list", 0x41L),
          Map.entry("amqp:sasl-challenge:list", 0x42L),
          Map.entry("amqp:sasl-response:list", 0x43L),
          Map.entry("amqp:sasl-outcome:list", 0x44L));

  private static final Pattern PRINTABLE = Pattern.compile("[!-~]{1,64}");

  private SymbolicCodes() {}

  /** The code of a descriptor, or of its name; −1 when it is none that is known. */
  public static long of(Described described) {
    return described.descriptor() instanceof Symbol name
        ? CODES.getOrDefault(name.text(), -1L)
        : described.code();
  }

  /** What to call a descriptor in a text for people: it is the peer's, and may be anything. */
  static String name(Described described) {
    Object descriptor = described.descriptor();
    if (descriptor instanceof Unsigned number && number.width() == 64) {
      return "0x" + Long.toHexString(number.bits());
    } else if (descriptor instanceof Symbol symbol && PRINTABLE.matcher(symbol.text()).matches()) {
      return symbol.text();
    }
    return "(neither a code nor a name)";
  }
}
