package io.warrenmq.testkit.conformance;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import io.warrenmq.api.auth.Credentials;
import io.warrenmq.api.broker.BrokerAccess;
import io.warrenmq.api.broker.BrokerConnection;
import io.warrenmq.api.broker.ConnectionHandle;
import io.warrenmq.api.broker.ConnectionRequest;
import io.warrenmq.api.broker.VhostAccess;
import io.warrenmq.api.loop.TimerHandle;
import io.warrenmq.api.message.CanonicalMessage;
import io.warrenmq.api.message.Conversion;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.message.MessageFormat;
import io.warrenmq.api.protocol.ProtocolConnection;
import io.warrenmq.api.protocol.ProtocolPlugin;
import io.warrenmq.api.protocol.ReadGate;
import io.warrenmq.api.protocol.Transport;
import io.warrenmq.api.queue.ConsumerSpec;
import io.warrenmq.api.queue.ConsumerSpec.Flow;
import io.warrenmq.api.queue.Delivery;
import io.warrenmq.api.queue.DeliverySink;
import io.warrenmq.api.queue.SettleOutcome;
import io.warrenmq.api.queue.SettleTimeouts;
import io.warrenmq.api.resource.Arguments;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The smallest protocol that keeps all that the kit asks for, but for one fault. Lines: {@code
 * HLOGIN user password}, {@code P text}, {@code S}.
 */
final class FaultyProtocol implements ProtocolPlugin {
  private static final int LINE_MAX = 2048;

  private final Fault fault;
  private final MessageFormat format;
  private @Nullable BrokerAccess broker;
  private int clients;

  FaultyProtocol(Fault fault) {
    this.fault = fault;
    this.format = new Format(fault);
  }

  private boolean is(Fault asked) {
    return fault == asked;
  }

  @Override
  public String name() {
    return "faulty";
  }

  @Override
  public void attach(BrokerAccess access) {
    broker = access;
  }

  @Override
  public Detection detect(ByteBuf first) {
    if (is(Fault.MOVES_AN_INDEX_WHEN_IT_DETECTS)) {
      return first.readByte() == 'H' ? Detection.MINE : Detection.NOT_MINE;
    }
    if (first.getByte(first.readerIndex()) != 'H') {
      return Detection.NOT_MINE;
    }
    if (first.readableBytes() == 1) {
      return is(Fault.CHANGES_ITS_MIND) ? Detection.MINE : Detection.UNDECIDED;
    }
    return first.getByte(first.readerIndex() + 1) == 'L' ? Detection.MINE : Detection.NOT_MINE;
  }

  @Override
  public ProtocolConnection open(Transport transport) {
    clients++;
    return new Connection(transport, Objects.requireNonNull(broker));
  }

  @Override
  public List<ListenerSpec> listeners() {
    return List.of();
  }

  @Override
  public List<MessageFormat> formats() {
    if (is(Fault.HIDES_ITS_FORMAT)) {
      return List.of();
    }
    return List.of(is(Fault.HAS_ANOTHER_FORMAT_EACH_TIME) ? new Format(fault) : format);
  }

  private final class Connection implements ProtocolConnection, ConnectionHandle, DeliverySink {
    private final Transport transport;
    private final BrokerAccess door;
    private final ReadGate gate;
    private final TimerHandle deadline;
    private final List<Delivery> unsettled = new ArrayList<>();
    private final SettleTimeouts timeouts;
    private @Nullable BrokerConnection connection;
    private @Nullable VhostAccess access;
    private boolean ending;
    private boolean gone;
    private boolean blocked;

    Connection(Transport transport, BrokerAccess door) {
      this.transport = transport;
      this.door = door;
      this.gate = new ReadGate(transport);
      this.deadline =
          is(Fault.HAS_ALL_THE_TIME)
              ? () -> {}
              : transport.loop().schedule(ProtocolBench.HANDSHAKE_TIMEOUT_MS, this::end);
      this.timeouts =
          new SettleTimeouts(
              transport.loop(), ProtocolBench.CONSUMER_TIMEOUT_MS, this::checkTimeout);
      if (!is(Fault.WAITS_FOR_EVER)) {
        timeouts.start();
      }
    }

    @Override
    public void onBytes(ByteBuf in) {
      if (is(Fault.KEEPS_THE_BUFFER)) {
        in.retain();
      }
      while (!ending && !gate.isClosed() && in.isReadable()) {
        int length = in.bytesBefore((byte) '\n');
        if (length < 0) {
          if (in.readableBytes() > LINE_MAX) {
            end();
          } else if (is(Fault.WANTS_WHOLE_LINES_AT_ONCE)) {
            in.skipBytes(in.readableBytes());
          }
          return;
        }
        onLine(in.readCharSequence(length, StandardCharsets.UTF_8).toString());
        in.skipBytes(1);
      }
    }

    private void onLine(String line) {
      VhostAccess open = access;
      String[] words = line.split(" ", 3);
      if (words[0].equals("HLOGIN") && words.length == 3 && open == null) {
        logIn(words[1], words[2]);
      } else if (words[0].equals("P") && words.length > 1 && open != null) {
        Message message = format.fromCanonical(original(), text(line.substring(2)));
        open.publish(message, VhostAccess.NO_CONFIRM);
        if (blocked) {
          gate.close(ReadGate.ALARM);
        }
      } else if (line.equals("S") && open != null) {
        subscribe(open);
      } else if (is(Fault.THROWS_ON_GARBAGE)) {
        throw new IllegalArgumentException(line);
      } else {
        end();
      }
    }

    private void logIn(String user, String password) {
      gate.close(ReadGate.ANSWER);
      Future<BrokerConnection> opened =
          is(Fault.ASKS_FOR_NO_PASSWORD)
              ? door.openInternal(transport.loop(), "/")
              : door.authenticate(
                      transport.loop(), new Credentials.Password(user, password), transport.info())
                  .compose(
                      who ->
                          door.open(
                              new ConnectionRequest(
                                  who,
                                  "/",
                                  "faulty",
                                  transport.info(),
                                  transport.loop(),
                                  Arguments.NONE,
                                  "",
                                  this)));
      opened.onSuccess(this::onLogin).onFailure(refusal -> end());
    }

    private void onLogin(BrokerConnection opened) {
      if (gone && !is(Fault.LEAVES_A_LATE_LOGIN)) {
        opened.close();
        return;
      }
      connection = opened;
      access = opened.openSession((id, accepted) -> {});
      if (!is(Fault.IS_IMPATIENT)) {
        deadline.cancel();
      }
      if (!gone) {
        write(is(Fault.COUNTS_ALL_CLIENTS) ? "in " + clients : "in");
        gate.open(ReadGate.ANSWER);
      }
    }

    private void subscribe(VhostAccess open) {
      gate.close(ReadGate.ANSWER);
      ConsumerSpec spec =
          new ConsumerSpec(
              ProtocolConformance.QUEUE, "tag", false, false, 0, Flow.PREFETCH, 0, Arguments.NONE);
      open.consume(spec, this).onComplete(done -> gate.open(ReadGate.ANSWER));
    }

    private void checkTimeout(long nowMs) {
      if (!unsettled.isEmpty()
          && nowMs - unsettled.get(0).deliveredMs() > ProtocolBench.CONSUMER_TIMEOUT_MS) {
        end();
      }
    }

    @Override
    public void onDelivery(Delivery delivery) {
      unsettled.add(delivery);
      write(new String(delivery.message().in(format).bytes(), StandardCharsets.UTF_8));
    }

    @Override
    public void onCancelled() {}

    private void write(String line) {
      ByteBuf out = transport.out(line.length());
      out.writeCharSequence(line, StandardCharsets.UTF_8);
      if (is(Fault.RELEASES_WHAT_IT_WRITES)) {
        out.release();
      }
    }

    @Override
    public void onWritable(boolean writable) {
      BrokerConnection open = connection;
      boolean isIgnored = is(Fault.WRITES_WITHOUT_END) || (writable && is(Fault.STAYS_STOPPED));
      if (open != null && !isIgnored) {
        open.setWritable(writable);
      }
    }

    @Override
    public void onPublishPause() {
      if (!is(Fault.PUBLISHES_TO_FULL_QUEUES)) {
        gate.close(ReadGate.FLOW);
      }
    }

    @Override
    public void onPublishResume() {
      gate.open(ReadGate.FLOW);
    }

    @Override
    public void onBlocked(String reason) {
      blocked = !is(Fault.PUBLISHES_IN_ALARM);
    }

    @Override
    public void onUnblocked() {
      blocked = false;
      gate.open(ReadGate.ALARM);
    }

    @Override
    public void forceClose(String reason) {
      if (!is(Fault.STAYS_WHEN_IT_IS_TO_GO)) {
        end();
      }
    }

    @Override
    public void onShutdown(String reason) {
      if (!is(Fault.STAYS_WHEN_THE_BROKER_STOPS)) {
        end();
      }
    }

    private void end() {
      ending = true;
      transport.close();
    }

    @Override
    public void onClosed() {
      gone = true;
      deadline.cancel();
      timeouts.stop();
      BrokerConnection open = connection;
      VhostAccess session = access;
      if (open != null && session != null && !is(Fault.LEAVES_ITS_CONNECTION)) {
        session.close();
        if (!is(Fault.LEAVES_ITS_DELIVERIES)) {
          unsettled.forEach(delivery -> session.settle(delivery, SettleOutcome.REQUEUE));
        }
        open.close();
      }
      if (is(Fault.WRITES_AFTER_THE_END)) {
        transport.loop().schedule(1, () -> write("bye"));
      }
    }
  }

  private static Message original() {
    return PlainFormat.INSTANCE.message("amq.direct", ProtocolConformance.QUEUE, "");
  }

  private static CanonicalMessage text(String text) {
    return PlainFormat.INSTANCE.toCanonical(PlainFormat.INSTANCE.message("", "", text));
  }

  /** Bytes, as the other one, under a name of its own. */
  private static final class Format implements MessageFormat {
    private final Fault fault;

    Format(Fault fault) {
      this.fault = fault;
    }

    @Override
    public String name() {
      return "faulty";
    }

    @Override
    public CanonicalMessage toCanonical(Message message) {
      return PlainFormat.INSTANCE.toCanonical(message);
    }

    @Override
    public Message fromCanonical(Message original, CanonicalMessage content) {
      Message plain = PlainFormat.INSTANCE.fromCanonical(original, content);
      byte[] bytes = plain.bytes();
      if (fault == Fault.GROWS_WHAT_IT_CONVERTS) {
        bytes = (new String(bytes, StandardCharsets.UTF_8) + "!").getBytes(StandardCharsets.UTF_8);
      }
      return Conversion.message(this, bytes, 0, original, content);
    }

    @Override
    public Map<String, Object> headers(Message message) {
      return Map.of();
    }

    @Override
    public @Nullable Object property(Message message, Property property) {
      return null;
    }
  }
}
