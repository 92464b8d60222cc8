package io.warrenmq.amqp10.performative;

import io.warrenmq.amqp10.codec.ValueArray;
import io.warrenmq.api.message.Binary;
import io.warrenmq.api.message.Symbol;
import io.warrenmq.api.message.Unsigned;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The bodies of SASL frames. §5.3.3. Immutable. */
public sealed interface SaslFrame extends Performative {
  /** Code of {@link Mechanisms}, the first one. */
  long MECHANISMS = 0x40;

  /** Code of {@link Init}. */
  long INIT = 0x41;

  /** Code of {@link Challenge}. */
  long CHALLENGE = 0x42;

  /** Code of {@link Response}. */
  long RESPONSE = 0x43;

  /** Code of {@link Outcome}, the last one. */
  long OUTCOME = 0x44;

  /** The mechanisms that the broker offers, at least one. */
  record Mechanisms(List<Symbol> names) implements SaslFrame {
    @Override
    public long code() {
      return MECHANISMS;
    }

    @Override
    public List<@Nullable Object> fields() {
      return List.of(new ValueArray(names));
    }
  }

  /**
   * The client has chosen a mechanism.
   *
   * @param initialResponse {@code null} when absent
   * @param hostname {@code null} when absent
   */
  record Init(String mechanism, @Nullable Binary initialResponse, @Nullable String hostname)
      implements SaslFrame {
    @Override
    public long code() {
      return INIT;
    }

    @Override
    public List<@Nullable Object> fields() {
      return Arrays.asList(new Symbol(mechanism), initialResponse, hostname);
    }
  }

  /** The broker asks. */
  record Challenge(Binary challenge) implements SaslFrame {
    @Override
    public long code() {
      return CHALLENGE;
    }

    @Override
    public List<@Nullable Object> fields() {
      return Collections.singletonList(challenge);
    }
  }

  /** The client answers. */
  record Response(Binary response) implements SaslFrame {
    @Override
    public long code() {
      return RESPONSE;
    }

    @Override
    public List<@Nullable Object> fields() {
      return Collections.singletonList(response);
    }
  }

  /**
   * How it ended.
   *
   * @param result 0: well; 1: not authenticated; 2, 3, 4: failures of the system's
   * @param additionalData {@code null} when absent
   */
  record Outcome(int result, @Nullable Binary additionalData) implements SaslFrame {
    /** Who it is was shown. */
    public static final int OK = 0;

    /** It was not. */
    public static final int AUTH = 1;

    @Override
    public long code() {
      return OUTCOME;
    }

    @Override
    public List<@Nullable Object> fields() {
      return Arrays.asList(Unsigned.ubyte(result), additionalData);
    }
  }

  static SaslFrame of(long code, @Nullable Object list) {
    Fields fields = new Fields("SASL frame", list);
    if (code == MECHANISMS) {
      return new Mechanisms(fields.symbols(0));
    } else if (code == INIT) {
      return new Init(
          fields.mandatory(fields.symbolText(0), "mechanism"), fields.binary(1), fields.string(2));
    } else if (code == CHALLENGE) {
      return new Challenge(fields.mandatory(fields.binary(0), "challenge"));
    } else if (code == RESPONSE) {
      return new Response(fields.mandatory(fields.binary(0), "response"));
    }
    return new Outcome(fields.mandatory(fields.uint(0), "code").intValue(), fields.binary(1));
  }
}
