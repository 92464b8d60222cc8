package io.warrenmq.amqp10.performative;

import io.warrenmq.amqp10.codec.Proton;
import io.warrenmq.api.message.Binary;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.UnsignedByte;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.UnsignedLong;
import org.apache.qpid.proton.amqp.UnsignedShort;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.Modified;
import org.apache.qpid.proton.amqp.messaging.Outcome;
import org.apache.qpid.proton.amqp.messaging.Received;
import org.apache.qpid.proton.amqp.messaging.Rejected;
import org.apache.qpid.proton.amqp.messaging.Released;
import org.apache.qpid.proton.amqp.messaging.TerminusDurability;
import org.apache.qpid.proton.amqp.messaging.TerminusExpiryPolicy;
import org.apache.qpid.proton.amqp.security.SaslChallenge;
import org.apache.qpid.proton.amqp.security.SaslCode;
import org.apache.qpid.proton.amqp.security.SaslInit;
import org.apache.qpid.proton.amqp.security.SaslMechanisms;
import org.apache.qpid.proton.amqp.security.SaslOutcome;
import org.apache.qpid.proton.amqp.security.SaslResponse;
import org.apache.qpid.proton.amqp.transaction.Declared;
import org.apache.qpid.proton.amqp.transaction.TransactionalState;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;
import org.apache.qpid.proton.amqp.transport.ReceiverSettleMode;
import org.apache.qpid.proton.amqp.transport.SenderSettleMode;
import org.jspecify.annotations.Nullable;

/** Our performatives as Proton-J's; what has a field's default is left out. */
final class ProtonTypes {
  private ProtonTypes() {}

  static Object of(Performative performative) {
    if (performative instanceof Open open) {
      return open(open);
    } else if (performative instanceof Begin begin) {
      return begin(begin);
    } else if (performative instanceof Attach attach) {
      return attach(attach);
    } else if (performative instanceof Detach detach) {
      var proton = new org.apache.qpid.proton.amqp.transport.Detach();
      proton.setHandle(uint(detach.handle()));
      proton.setClosed(detach.closed());
      proton.setError(error(detach.error()));
      return proton;
    } else if (performative instanceof End end) {
      var proton = new org.apache.qpid.proton.amqp.transport.End();
      proton.setError(error(end.error()));
      return proton;
    } else if (performative instanceof Close close) {
      var proton = new org.apache.qpid.proton.amqp.transport.Close();
      proton.setError(error(close.error()));
      return proton;
    }
    return sasl((SaslFrame) performative);
  }

  private static Object sasl(SaslFrame frame) {
    if (frame instanceof SaslFrame.Mechanisms mechanisms) {
      SaslMechanisms proton = new SaslMechanisms();
      proton.setSaslServerMechanisms(
          mechanisms.names().stream().map(Proton::symbol).toArray(Symbol[]::new));
      return proton;
    } else if (frame instanceof SaslFrame.Init init) {
      SaslInit proton = new SaslInit();
      proton.setMechanism(Symbol.valueOf(init.mechanism()));
      proton.setInitialResponse(binary(init.initialResponse()));
      proton.setHostname(init.hostname());
      return proton;
    } else if (frame instanceof SaslFrame.Challenge challenge) {
      SaslChallenge proton = new SaslChallenge();
      proton.setChallenge(binary(challenge.challenge()));
      return proton;
    } else if (frame instanceof SaslFrame.Response response) {
      SaslResponse proton = new SaslResponse();
      proton.setResponse(binary(response.response()));
      return proton;
    }
    SaslFrame.Outcome outcome = (SaslFrame.Outcome) frame;
    SaslOutcome proton = new SaslOutcome();
    proton.setCode(SaslCode.valueOf(UnsignedByte.valueOf((byte) outcome.result())));
    proton.setAdditionalData(binary(outcome.additionalData()));
    return proton;
  }

  private static Object open(Open open) {
    var proton = new org.apache.qpid.proton.amqp.transport.Open();
    proton.setContainerId(open.containerId());
    proton.setHostname(open.hostname());
    if (open.maxFrameSize() != 0xFFFF_FFFFL) {
      proton.setMaxFrameSize(uint(open.maxFrameSize()));
    }
    if (open.channelMax() != 0xFFFF) {
      proton.setChannelMax(UnsignedShort.valueOf((short) open.channelMax()));
    }
    if (open.idleTimeoutMs() != 0) {
      proton.setIdleTimeOut(uint(open.idleTimeoutMs()));
    }
    proton.setOfferedCapabilities(symbols(open.offeredCapabilities()));
    proton.setDesiredCapabilities(symbols(open.desiredCapabilities()));
    proton.setProperties(map(open.properties()));
    return proton;
  }

  private static Object begin(Begin begin) {
    var proton = new org.apache.qpid.proton.amqp.transport.Begin();
    if (begin.remoteChannel() >= 0) {
      proton.setRemoteChannel(UnsignedShort.valueOf((short) begin.remoteChannel()));
    }
    proton.setNextOutgoingId(uint(begin.nextOutgoingId()));
    proton.setIncomingWindow(uint(begin.incomingWindow()));
    proton.setOutgoingWindow(uint(begin.outgoingWindow()));
    if (begin.handleMax() != 0xFFFF_FFFFL) {
      proton.setHandleMax(uint(begin.handleMax()));
    }
    proton.setOfferedCapabilities(symbols(begin.offeredCapabilities()));
    proton.setDesiredCapabilities(symbols(begin.desiredCapabilities()));
    proton.setProperties(map(begin.properties()));
    return proton;
  }

  private static Object attach(Attach attach) {
    var proton = new org.apache.qpid.proton.amqp.transport.Attach();
    proton.setName(attach.name());
    proton.setHandle(uint(attach.handle()));
    proton.setRole(
        attach.role() == Role.SENDER
            ? org.apache.qpid.proton.amqp.transport.Role.SENDER
            : org.apache.qpid.proton.amqp.transport.Role.RECEIVER);
    proton.setSndSettleMode(SenderSettleMode.values()[attach.sndSettleMode().ordinal()]);
    proton.setRcvSettleMode(ReceiverSettleMode.values()[attach.rcvSettleMode().ordinal()]);
    proton.setSource(attach.source() == null ? null : source(attach.source()));
    if (attach.target() instanceof Target target) {
      proton.setTarget(target(target));
    } else if (attach.target() instanceof Coordinator coordinator) {
      var coordinatorType = new org.apache.qpid.proton.amqp.transaction.Coordinator();
      coordinatorType.setCapabilities(symbols(coordinator.capabilities()));
      proton.setTarget(coordinatorType);
    }
    if (attach.unsettled()) {
      proton.setUnsettled(Map.of(binary(new Binary(new byte[1])), Accepted.getInstance()));
    }
    proton.setInitialDeliveryCount(
        attach.initialDeliveryCount() == null ? null : uint(attach.initialDeliveryCount()));
    if (attach.maxMessageSize() != 0) {
      proton.setMaxMessageSize(UnsignedLong.valueOf(attach.maxMessageSize()));
    }
    proton.setOfferedCapabilities(symbols(attach.offeredCapabilities()));
    proton.setDesiredCapabilities(symbols(attach.desiredCapabilities()));
    proton.setProperties(map(attach.properties()));
    return proton;
  }

  private static org.apache.qpid.proton.amqp.messaging.Source source(Source source) {
    var proton = new org.apache.qpid.proton.amqp.messaging.Source();
    proton.setAddress(source.address());
    proton.setDurable(TerminusDurability.values()[source.durability().ordinal()]);
    proton.setExpiryPolicy(TerminusExpiryPolicy.valueOf(Symbol.valueOf(source.expiryPolicy())));
    proton.setTimeout(uint(source.timeoutS()));
    proton.setDynamic(source.dynamic());
    proton.setDynamicNodeProperties(map(source.dynamicNodeProperties()));
    if (source.distributionMode() != null) {
      proton.setDistributionMode(Symbol.valueOf(source.distributionMode()));
    }
    proton.setFilter(map(source.filters()));
    if (source.defaultOutcome() != null) {
      proton.setDefaultOutcome((Outcome) state(source.defaultOutcome()));
    }
    proton.setOutcomes(symbols(source.outcomes()));
    proton.setCapabilities(symbols(source.capabilities()));
    return proton;
  }

  private static org.apache.qpid.proton.amqp.messaging.Target target(Target target) {
    var proton = new org.apache.qpid.proton.amqp.messaging.Target();
    proton.setAddress(target.address());
    proton.setDurable(TerminusDurability.values()[target.durability().ordinal()]);
    proton.setExpiryPolicy(TerminusExpiryPolicy.valueOf(Symbol.valueOf(target.expiryPolicy())));
    proton.setTimeout(uint(target.timeoutS()));
    proton.setDynamic(target.dynamic());
    proton.setDynamicNodeProperties(map(target.dynamicNodeProperties()));
    proton.setCapabilities(symbols(target.capabilities()));
    return proton;
  }

  static Object state(DeliveryState state) {
    if (state instanceof DeliveryState.Accepted) {
      return Accepted.getInstance();
    } else if (state instanceof DeliveryState.Released) {
      return Released.getInstance();
    } else if (state instanceof DeliveryState.Rejected rejected) {
      Rejected proton = new Rejected();
      proton.setError(error(rejected.error()));
      return proton;
    } else if (state instanceof DeliveryState.Modified modified) {
      Modified proton = new Modified();
      proton.setDeliveryFailed(modified.deliveryFailed());
      proton.setUndeliverableHere(modified.undeliverableHere());
      proton.setMessageAnnotations(map(modified.messageAnnotations()));
      return proton;
    } else if (state instanceof DeliveryState.Received received) {
      Received proton = new Received();
      proton.setSectionNumber(uint(received.sectionNumber()));
      proton.setSectionOffset(UnsignedLong.valueOf(received.sectionOffset()));
      return proton;
    } else if (state instanceof DeliveryState.Declared declared) {
      Declared proton = new Declared();
      proton.setTxnId(binary(declared.txnId()));
      return proton;
    }
    DeliveryState.Transactional transactional = (DeliveryState.Transactional) state;
    TransactionalState proton = new TransactionalState();
    proton.setTxnId(binary(transactional.txnId()));
    if (transactional.outcome() != null) {
      proton.setOutcome((Outcome) state(transactional.outcome()));
    }
    return proton;
  }

  private static @Nullable ErrorCondition error(@Nullable ErrorValue error) {
    if (error == null) {
      return null;
    }
    ErrorCondition proton =
        new ErrorCondition(Symbol.valueOf(error.condition()), error.description());
    proton.setInfo(map(error.info()));
    return proton;
  }

  private static UnsignedInteger uint(long value) {
    return UnsignedInteger.valueOf((int) value);
  }

  private static org.apache.qpid.proton.amqp.@Nullable Binary binary(@Nullable Binary binary) {
    return binary == null ? null : new org.apache.qpid.proton.amqp.Binary(binary.bytes());
  }

  private static Symbol @Nullable [] symbols(List<io.warrenmq.api.message.Symbol> symbols) {
    return symbols.isEmpty() ? null : symbols.stream().map(Proton::symbol).toArray(Symbol[]::new);
  }

  /** For fields whose maps Proton types in different ways. */
  @SuppressWarnings({"rawtypes", "unchecked"})
  private static @Nullable Map map(Map<String, ?> map) {
    if (map.isEmpty()) {
      return null;
    }
    Map<Symbol, Object> proton = new LinkedHashMap<>();
    map.forEach((key, value) -> proton.put(Symbol.valueOf(key), Proton.of(value)));
    return proton;
  }
}
