package io.warrenmq.amqp10.peer;

import io.netty.buffer.Unpooled;
import io.warrenmq.amqp10.codec.Described;
import io.warrenmq.amqp10.codec.RandomValues;
import io.warrenmq.amqp10.performative.Performatives;
import io.warrenmq.api.message.Unsigned;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Changes conversations: their order, their frames' fields, sizes, bytes. */
final class Mutations {
  private static final long[] NUMBERS = {
    0, 1, 2, 3, 7, 255, 256, 511, 512, 0x7FFF_FFFFL, 0x8000_0000L, 0xFFFF_FFFEL, 0xFFFF_FFFFL
  };

  private final Random random;
  private final RandomValues values;

  Mutations(Random random) {
    this.random = random;
    this.values = new RandomValues(random);
  }

  /** Makes some changes. The login is left alone, mostly: behind it is more to find. */
  List<Step> mutated(List<Step> conversation, int count) {
    List<Step> steps = new ArrayList<>(conversation);
    for (int i = 0; i < count && steps.size() > 1; i++) {
      int from = random.nextInt(10) == 0 ? 0 : Math.min(4, steps.size() - 1);
      mutate(steps, from + random.nextInt(steps.size() - from));
    }
    return steps;
  }

  private void mutate(List<Step> steps, int at) {
    Step step = steps.get(at);
    switch (random.nextInt(12)) {
      case 0 -> steps.remove(at);
      case 1 -> steps.add(random.nextInt(steps.size() + 1), step);
      case 2 -> {
        int other = Math.min(steps.size() - 1, at + 1 + random.nextInt(3));
        steps.set(at, steps.set(other, step));
      }
      case 3 -> steps.set(at, step.onChannel(any(0, 1, 1, 2, 63, 64, 65_535)));
      case 4 -> steps.set(at, step.withPayload(bytes(step.payload())));
      case 5 -> steps.set(at, Step.raw(bytes(step.bytes())));
      case 6 -> steps.set(at, Step.raw(sized(bytes(step.bytes()))));
      case 7 -> steps.set(at, Step.raw(header(step.bytes().clone())));
      case 8 -> {
        var all = Performatives.all(random);
        steps.add(at, Step.of(random.nextInt(2), all.get(random.nextInt(all.size()))));
      }
      default -> {
        if (!step.isRaw() && !step.fields().isEmpty()) {
          steps.set(at, step.withFields(fields(step.fields())));
        }
      }
    }
  }

  private int any(int... all) {
    return all[random.nextInt(all.length)];
  }

  // ---- fields ----

  private List<@Nullable Object> fields(List<@Nullable Object> before) {
    List<@Nullable Object> fields = new ArrayList<>(before);
    int at = random.nextInt(fields.size());
    Object old = fields.get(at);
    switch (random.nextInt(8)) {
      case 0 -> fields.set(at, null);
      case 1 -> fields.remove(at);
      case 2 -> fields.add(at, values.value(1));
      case 3 -> fields.set(at, values.value(2));
      case 4 -> fields.set(at, deep(any(1, 31, 32, 33, 500)));
      case 5 -> fields.set(at, old instanceof Boolean flag ? !flag : random.nextBoolean());
      default -> fields.set(at, changed(old));
    }
    return fields;
  }

  /** Another value of the same kind. */
  private @Nullable Object changed(@Nullable Object old) {
    if (old instanceof Described described) {
      return random.nextInt(3) == 0
          ? Described.of(any(0x23, 0x24, 0x27, 0x28, 0x29, 0x30, 0x34, 0x99), described.value())
          : new Described(described.descriptor(), changed(described.value()));
    } else if (old instanceof List<?> list) {
      return list.isEmpty() ? List.of(Unsigned.uint(0)) : fields(new ArrayList<>(list));
    } else if (old instanceof String text) {
      return random.nextInt(4) == 0 ? "y".repeat(any(0, 255, 256, 3_000)) : text + "\0";
    }
    return Unsigned.uint(NUMBERS[random.nextInt(NUMBERS.length)]);
  }

  /** Lists, maps and descriptions in each other. */
  private Object deep(int depth) {
    Object value = 1;
    for (int i = 0; i < depth; i++) {
      value =
          switch (random.nextInt(3)) {
            case 0 -> Map.of("k", value);
            case 1 -> Described.of(0x24, value);
            default -> List.of(value);
          };
    }
    return value;
  }

  // ---- bytes ----

  private byte[] bytes(byte[] before) {
    if (before.length == 0) {
      return new byte[random.nextInt(20)];
    }
    int at = random.nextInt(before.length);
    int length = Math.min(1 + random.nextInt(8), before.length - at);
    byte[] after = before.clone();
    switch (random.nextInt(5)) {
      case 0 -> after[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> after[at] = (byte) random.nextInt();
      case 2 -> { // a hole
        after = Arrays.copyOf(before, before.length - length);
        System.arraycopy(before, at + length, after, at, before.length - at - length);
      }
      case 3 -> { // twice
        after = Arrays.copyOf(before, before.length + length);
        System.arraycopy(before, at, after, at + length, before.length - at);
      }
      default -> {
        byte[] some = new byte[length];
        random.nextBytes(some);
        System.arraycopy(some, 0, after, at, length);
      }
    }
    return after;
  }

  /** With the size that it has. */
  private static byte[] sized(byte[] frame) {
    if (frame.length >= 8) {
      Unpooled.wrappedBuffer(frame).setInt(0, frame.length);
    }
    return frame;
  }

  private byte[] header(byte[] frame) {
    if (frame.length >= 8) {
      switch (random.nextInt(3)) {
        case 0 ->
            Unpooled.wrappedBuffer(frame)
                .setInt(0, any(0, 7, 8, 9, frame.length - 1, frame.length + 1, 1 << 20, -1));
        case 1 -> frame[4] = (byte) any(0, 1, 3, 255);
        default -> frame[5] = (byte) any(0, 1, 2);
      }
    }
    return frame;
  }
}
