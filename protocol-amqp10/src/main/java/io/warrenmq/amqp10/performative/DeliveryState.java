package io.warrenmq.amqp10.performative;

import io.warrenmq.amqp10.codec.DecodeFault;
import io.warrenmq.amqp10.codec.Described;
import io.warrenmq.api.message.Binary;
import io.warrenmq.api.message.Unsigned;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one end of a link says has become of a delivery. §3.4, §4.5.5, §4.5.8. Immutable. */
public sealed interface DeliveryState {
  /** Not final: so much has arrived. */
  record Received(long sectionNumber, long sectionOffset) implements DeliveryState {}

  /** Taken. */
  record Accepted() implements DeliveryState {
    /** The one instance. */
    public static final Accepted INSTANCE = new Accepted();
  }

  /** Not wanted by anybody. */
  record Rejected(@Nullable ErrorValue error) implements DeliveryState {}

  /** Not taken, and not looked at. */
  record Released() implements DeliveryState {
    /** The one instance. */
    public static final Released INSTANCE = new Released();
  }

  /**
   * Not taken, and changed.
   *
   * @param deliveryFailed whether the attempt counts
   * @param undeliverableHere whether the sender of the outcome does not want it again
   * @param messageAnnotations to be put into the message
   */
  record Modified(
      boolean deliveryFailed,
      boolean undeliverableHere,
      Map<String, @Nullable Object> messageAnnotations)
      implements DeliveryState {}

  /** A transaction was declared. */
  record Declared(Binary txnId) implements DeliveryState {}

  /**
   * What it is within a transaction.
   *
   * @param outcome what it will be; {@code null} when that is not said
   */
  record Transactional(Binary txnId, @Nullable DeliveryState outcome) implements DeliveryState {}

  /** Descriptors' codes. */
  long RECEIVED = 0x23;

  /** See {@link Accepted}. */
  long ACCEPTED = 0x24;

  /** See {@link Rejected}. */
  long REJECTED = 0x25;

  /** See {@link Released}. */
  long RELEASED = 0x26;

  /** See {@link Modified}. */
  long MODIFIED = 0x27;

  /** See {@link Declared}. */
  long DECLARED = 0x33;

  /** See {@link Transactional}. */
  long TRANSACTIONAL = 0x34;

  /**
   * Makes one of what was read.
   *
   * @throws DecodeFault when it is none
   */
  static @Nullable DeliveryState of(@Nullable Described described) {
    if (described == null) {
      return null;
    }
    long code = SymbolicCodes.of(described);
    Fields fields = new Fields("delivery-state", described.value());
    if (code == ACCEPTED) {
      return Accepted.INSTANCE;
    } else if (code == RELEASED) {
      return Released.INSTANCE;
    } else if (code == REJECTED) {
      return new Rejected(ErrorValue.of(fields.described(0)));
    } else if (code == MODIFIED) {
      return new Modified(fields.bool(0, false), fields.bool(1, false), fields.map(2));
    } else if (code == RECEIVED) {
      return new Received(fields.uint(0, 0), fields.ulong(1, 0));
    } else if (code == DECLARED) {
      return new Declared(fields.mandatory(fields.binary(0), "txn-id"));
    } else if (code == TRANSACTIONAL) {
      return new Transactional(
          fields.mandatory(fields.binary(0), "txn-id"), outcome(fields.described(1)));
    }
    throw new DecodeFault("no delivery-state has the descriptor " + SymbolicCodes.name(described));
  }

  /** The same without texts and annotations, which may be long. */
  default DeliveryState brief() {
    if (this instanceof Rejected rejected && rejected.error != null) {
      return new Rejected(rejected.error.withoutText());
    } else if (this instanceof Modified modified) {
      return new Modified(modified.deliveryFailed, modified.undeliverableHere, Map.of());
    } else if (this instanceof Transactional part && part.outcome != null) {
      return new Transactional(part.txnId, part.outcome.brief());
    }
    return this;
  }

  private static @Nullable DeliveryState outcome(@Nullable Described described) {
    DeliveryState outcome = of(described);
    if (outcome instanceof Transactional) {
      throw new DecodeFault("a transactional-state in another");
    }
    return outcome;
  }

  /** As a value of another's fields. */
  default Described described() {
    if (this instanceof Accepted) {
      return Described.of(ACCEPTED, List.of());
    } else if (this instanceof Released) {
      return Described.of(RELEASED, List.of());
    } else if (this instanceof Rejected rejected) {
      Described error = ErrorValue.described(rejected.error);
      return Described.of(REJECTED, error == null ? List.of() : List.of(error));
    } else if (this instanceof Modified modified) {
      return Described.of(
          MODIFIED,
          Arrays.asList(
              modified.deliveryFailed,
              modified.undeliverableHere,
              Fields.symbolMap(modified.messageAnnotations)));
    } else if (this instanceof Received received) {
      return Described.of(
          RECEIVED,
          List.of(Unsigned.uint(received.sectionNumber), Unsigned.ulong(received.sectionOffset)));
    } else if (this instanceof Declared declared) {
      return Described.of(DECLARED, List.of(declared.txnId));
    } else if (this instanceof Transactional transactional) {
      DeliveryState outcome = transactional.outcome;
      return Described.of(
          TRANSACTIONAL,
          Arrays.asList(transactional.txnId, outcome == null ? null : outcome.described()));
    }
    throw new IllegalStateException("no such state: " + this);
  }
}
