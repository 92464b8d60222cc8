package io.warrenmq.amqp10.error;

import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.amqp10.performative.ErrorValue;
import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.error.ErrorKind;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.transport.AmqpError;
import org.apache.qpid.proton.amqp.transport.ConnectionError;
import org.apache.qpid.proton.amqp.transport.LinkError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AmqpConditionTest {
  @ParameterizedTest
  @CsvSource({
    "NOT_FOUND, amqp:not-found",
    "ACCESS_REFUSED, amqp:unauthorized-access",
    "RESOURCE_LOCKED, amqp:resource-locked",
    "PRECONDITION_FAILED, amqp:precondition-failed",
    "NOT_ALLOWED, amqp:not-allowed",
    "TOO_LARGE, amqp:link:message-size-exceeded",
    "LIMIT_REACHED, amqp:resource-limit-exceeded",
    "MALFORMED, amqp:decode-error",
    "WRONG_STATE, amqp:illegal-state",
    "UNSUPPORTED, amqp:not-implemented",
    "SHUTTING_DOWN, amqp:connection:forced",
    "INTERNAL, amqp:internal-error",
  })
  void tellsEachRefusalOfTheBroker(ErrorKind kind, String symbol) {
    assertThat(AmqpCondition.of(kind).symbol()).isEqualTo(symbol);
  }

  @Test
  void symbolsAreThoseOfTheSpecification() {
    Set<String> symbols =
        Arrays.stream(AmqpCondition.values())
            .map(AmqpCondition::symbol)
            .collect(Collectors.toSet());

    assertThat(symbols).hasSameSizeAs(AmqpCondition.values());
    for (Symbol each :
        new Symbol[] {
          AmqpError.INTERNAL_ERROR,
          AmqpError.NOT_FOUND,
          AmqpError.UNAUTHORIZED_ACCESS,
          AmqpError.DECODE_ERROR,
          AmqpError.RESOURCE_LIMIT_EXCEEDED,
          AmqpError.NOT_ALLOWED,
          AmqpError.INVALID_FIELD,
          AmqpError.NOT_IMPLEMENTED,
          AmqpError.RESOURCE_LOCKED,
          AmqpError.PRECONDITION_FAILED,
          AmqpError.RESOURCE_DELETED,
          AmqpError.ILLEGAL_STATE,
          AmqpError.FRAME_SIZE_TOO_SMALL,
          ConnectionError.CONNECTION_FORCED,
          ConnectionError.FRAMING_ERROR,
          LinkError.DETACH_FORCED,
          LinkError.TRANSFER_LIMIT_EXCEEDED,
          LinkError.MESSAGE_SIZE_EXCEEDED,
          LinkError.STOLEN,
        }) {
      assertThat(symbols).contains(each.toString());
    }
    // Those that Proton-J does not name. §2.8.17, §4.5.8.
    assertThat(symbols)
        .contains(
            "amqp:session:window-violation",
            "amqp:session:errant-link",
            "amqp:session:handle-in-use",
            "amqp:session:unattached-handle",
            "amqp:transaction:unknown-id",
            "amqp:transaction:rollback",
            "amqp:transaction:timeout");
  }

  @Test
  void aFaultSaysWhatItEnds() {
    AmqpFault link = AmqpFault.link(AmqpCondition.STOLEN, "a");
    AmqpFault session = AmqpFault.session(AmqpCondition.ERRANT_LINK, "b");
    AmqpFault connection = AmqpFault.connection(AmqpCondition.FRAMING_ERROR, "c");

    assertThat(link.scope()).isEqualTo(AmqpFault.Scope.LINK);
    assertThat(session.scope()).isEqualTo(AmqpFault.Scope.SESSION);
    assertThat(connection.scope()).isEqualTo(AmqpFault.Scope.CONNECTION);
    assertThat(connection.condition()).isEqualTo(AmqpCondition.FRAMING_ERROR);
    assertThat(connection.getStackTrace()).isEmpty();
  }

  @Test
  void aRefusalOfTheBrokersBecomesAnErrorOnTheWire() {
    AmqpFault fault =
        AmqpFault.of(
            AmqpFault.Scope.LINK, new BrokerException(ErrorKind.NOT_FOUND, "no queue 'q'"));

    assertThat(fault.scope()).isEqualTo(AmqpFault.Scope.LINK);
    assertThat(ErrorValue.of(fault))
        .isEqualTo(new ErrorValue("amqp:not-found", "no queue 'q'", Map.of()));
  }
}
