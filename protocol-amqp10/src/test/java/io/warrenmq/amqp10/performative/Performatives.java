package io.warrenmq.amqp10.performative;

import io.warrenmq.amqp10.codec.Described;
import io.warrenmq.amqp10.codec.RandomValues;
import io.warrenmq.amqp10.codec.ValueArray;
import io.warrenmq.api.message.Symbol;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Performatives, SASL frames and what they hold, with fields at random; often with a default. */
public final class Performatives {
  private static final String[] EXPIRY_POLICIES = {
    "link-detach", "session-end", "connection-close", "never"
  };
  private static final long[] NUMBERS = {
    0, 1, 255, 256, 65_535, 65_536, 0x8000_0000L, 0xFFFF_FFFFL
  };

  private final Random random;
  private final RandomValues values;

  private Performatives(Random random) {
    this.random = random;
    this.values = new RandomValues(random);
  }

  /** One of each kind. */
  public static List<Performative> all(Random random) {
    Performatives some = new Performatives(random);
    return List.of(
        some.open(),
        some.begin(),
        some.attach(),
        new Detach(some.uint(), random.nextBoolean(), some.error()),
        new End(some.error()),
        new Close(some.error()),
        new SaslFrame.Mechanisms(some.values.symbols()),
        new SaslFrame.Init(
            some.values.symbol().text(),
            some.or(some.values::binary),
            some.or(some.values::string)),
        new SaslFrame.Challenge(some.values.binary()),
        new SaslFrame.Response(some.values.binary()),
        new SaslFrame.Outcome(random.nextInt(5), some.or(some.values::binary)));
  }

  /** One of each kind. */
  static List<DeliveryState> states(Random random) {
    Performatives some = new Performatives(random);
    return List.of(
        some.outcome(0),
        some.outcome(1),
        some.outcome(2),
        some.outcome(3),
        new DeliveryState.Received(some.uint(), random.nextLong()),
        new DeliveryState.Declared(some.values.binary()),
        new DeliveryState.Transactional(some.values.binary(), some.anyOutcome()));
  }

  /** The fields as they are read: canonical values. */
  public static List<@Nullable Object> fieldsOf(Performative performative) {
    List<@Nullable Object> fields = new ArrayList<>();
    performative.fields().forEach(each -> fields.add(plain(each)));
    return fields;
  }

  private static @Nullable Object plain(@Nullable Object value) {
    if (value instanceof ValueArray array) {
      return array.values();
    } else if (value instanceof Described described && described.value() instanceof List<?> list) {
      List<@Nullable Object> values = new ArrayList<>();
      list.forEach(each -> values.add(plain(each)));
      return new Described(described.descriptor(), values);
    }
    return value;
  }

  private Open open() {
    return new Open(
        values.string(),
        or(values::string),
        random.nextBoolean() ? 0xFFFF_FFFFL : uint(),
        random.nextBoolean() ? 0xFFFF : random.nextInt(0x10000),
        uint(),
        values.symbols(),
        values.symbols(),
        values.named(1));
  }

  private Begin begin() {
    return new Begin(
        random.nextInt(0x10001) - 1,
        (int) uint(),
        uint(),
        uint(),
        random.nextBoolean() ? 0xFFFF_FFFFL : uint(),
        values.symbols(),
        values.symbols(),
        values.named(1));
  }

  private Attach attach() {
    return new Attach(
        values.string(),
        uint(),
        Role.values()[random.nextInt(2)],
        SndSettleMode.values()[random.nextInt(3)],
        RcvSettleMode.values()[random.nextInt(2)],
        or(this::source),
        or(() -> random.nextInt(4) == 0 ? new Coordinator(values.symbols()) : target()),
        false,
        or(() -> (int) uint()),
        random.nextBoolean() ? 0 : random.nextLong(),
        values.symbols(),
        values.symbols(),
        values.named(1));
  }

  private Source source() {
    Map<String, @Nullable Object> filters = new LinkedHashMap<>();
    for (int left = random.nextInt(3); left > 0; left--) {
      filters.put(
          values.symbol().text(), new Described(new Symbol("filter"), values.describable(1)));
    }
    return new Source(
        or(values::string),
        durability(),
        expiryPolicy(),
        uint(),
        random.nextBoolean(),
        values.named(1),
        or(() -> values.symbol().text()),
        filters,
        anyOutcome(),
        values.symbols(),
        values.symbols());
  }

  private Target target() {
    return new Target(
        or(values::string),
        durability(),
        expiryPolicy(),
        uint(),
        random.nextBoolean(),
        values.named(1),
        values.symbols());
  }

  private Durability durability() {
    return Durability.values()[random.nextInt(3)];
  }

  private String expiryPolicy() {
    return EXPIRY_POLICIES[random.nextInt(EXPIRY_POLICIES.length)];
  }

  private @Nullable DeliveryState anyOutcome() {
    return or(() -> outcome(random.nextInt(4)));
  }

  private DeliveryState outcome(int kind) {
    return switch (kind) {
      case 0 -> DeliveryState.Accepted.INSTANCE;
      case 1 -> DeliveryState.Released.INSTANCE;
      case 2 -> new DeliveryState.Rejected(error());
      default ->
          new DeliveryState.Modified(random.nextBoolean(), random.nextBoolean(), values.named(1));
    };
  }

  private @Nullable ErrorValue error() {
    return or(() -> new ErrorValue(values.symbol().text(), or(values::string), values.named(1)));
  }

  private long uint() {
    return NUMBERS[random.nextInt(NUMBERS.length)];
  }

  private <T> @Nullable T or(Supplier<T> value) {
    return random.nextInt(4) == 0 ? null : value.get();
  }
}
