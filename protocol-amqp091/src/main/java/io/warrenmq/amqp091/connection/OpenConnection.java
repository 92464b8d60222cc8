package io.warrenmq.amqp091.connection;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import io.warrenmq.amqp091.channel.Channel;
import io.warrenmq.amqp091.channel.ChannelOwner;
import io.warrenmq.amqp091.channel.ConnectionContext;
import io.warrenmq.amqp091.channel.ContentWriter;
import io.warrenmq.amqp091.channel.LoopShared;
import io.warrenmq.amqp091.error.AmqpFault;
import io.warrenmq.amqp091.error.ReplyCode;
import io.warrenmq.amqp091.method.ConnectionMethod.ConnectionUpdateSecret;
import io.warrenmq.amqp091.method.ConnectionMethod.ConnectionUpdateSecretOk;
import io.warrenmq.amqp091.method.Method;
import io.warrenmq.amqp091.wire.MalformedFrame;
import io.warrenmq.api.broker.BrokerAccess;
import io.warrenmq.api.broker.BrokerConnection;
import io.warrenmq.api.broker.UnfinishedBytes;
import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.protocol.Transport;
import io.warrenmq.api.queue.SettleTimeouts;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection while it is open: its channels, and what it means for one of them to fail. Confined
 * to the connection's loop.
 */
final class OpenConnection implements ChannelOwner {
  private static final Logger LOG = LoggerFactory.getLogger(OpenConnection.class);
  // Channels' faults are in the log's category of channels.
  private static final Logger CHANNEL_LOG = LoggerFactory.getLogger(Channel.class);

  private final Amqp091Connection connection;
  private final Transport transport;
  private final BrokerAccess broker;
  private final BrokerConnection opened;
  private final MethodSender sender;
  private final Alarms alarms;
  private final int channelMax;
  private final ConnectionContext context;
  private final ChannelTable channels = new ChannelTable();
  private final SettleTimeouts settleTimeouts;
  private boolean released;
  private boolean channelFaultLogged;

  OpenConnection(
      Amqp091Connection connection,
      Transport transport,
      BrokerAccess broker,
      BrokerConnection opened,
      MethodSender sender,
      Alarms alarms,
      ClientCapabilities client,
      Tuning tuning) {
    this.connection = connection;
    this.transport = transport;
    this.broker = broker;
    this.opened = opened;
    this.sender = sender;
    this.alarms = alarms;
    this.channelMax = tuning.channelMax();
    LoopShared shared = LoopShared.ofThisLoop();
    this.context =
        new ConnectionContext(
            transport.loop(),
            opened,
            broker.limits(),
            client.consumerCancelNotify(),
            new UnfinishedBytes(broker.limits().messageBytesMax(), opened::holdBytes),
            shared,
            new ContentWriter(sender, shared, tuning.frameMax()),
            this);
    this.settleTimeouts =
        new SettleTimeouts(
            transport.loop(), broker.limits().consumerTimeoutMs(), this::checkSettleTimeouts);
    settleTimeouts.start();
    LOG.debug("{}: open in vhost '{}'", opened.name(), opened.vhost());
  }

  private void checkSettleTimeouts(long nowMs) {
    for (Channel channel : channels.all()) {
      try {
        channel.checkSettleTimeout(nowMs);
      } catch (AmqpFault fault) {
        fail(channel, fault);
      }
    }
  }

  /** Takes a frame of a channel. */
  void onFrame(ByteBuf in, int start, int number) {
    Channel channel = channels.get(number);
    try {
      if (channel == null) {
        channel = create(number);
      }
      channel.onFrame(in, start);
    } catch (MalformedFrame malformed) {
      connection.onFault(new AmqpFault(malformed.kind(), malformed.detail()), malformed.methodId());
    } catch (AmqpFault fault) {
      fail(channel, fault);
    } catch (BrokerException refusal) {
      fail(channel, AmqpFault.of(refusal));
    } catch (RuntimeException bug) {
      connection.onBug(bug);
    }
  }

  private Channel create(int number) {
    if (channelMax != 0 && channels.count() >= channelMax) {
      throw new AmqpFault(
          ReplyCode.NOT_ALLOWED,
          "number of channels opened ("
              + channels.count()
              + ") has reached the negotiated channel_max ("
              + channelMax
              + ")");
    }
    Channel channel = new Channel(number, context);
    channels.add(channel);
    return channel;
  }

  /** Takes a method of the connection's. */
  void onMethod(Method method, int methodId) {
    if (!(method instanceof ConnectionUpdateSecret update)) {
      throw new AmqpFault(ReplyCode.CHANNEL_ERROR, "unexpected method in connection state running");
    }
    suspend();
    broker
        .renew(
            transport.loop(), opened.principal(), update.newSecret().toString(), transport.info())
        .onComplete(
            result -> {
              if (!released && result.succeeded()) {
                opened.renew(result.result());
                sender.send(0, new ConnectionUpdateSecretOk());
              } else if (!released) {
                connection.onFault(
                    new AmqpFault(
                        ReplyCode.NOT_ALLOWED, "New secret was refused by one of the backends"),
                    methodId);
              }
              resume();
            });
  }

  void setWritable(boolean writable) {
    opened.setWritable(writable);
  }

  /**
   * Ends all channels and the broker's side. May be called twice.
   *
   * @return completes once the queues are gone that end with the connection; never fails
   */
  Future<Void> release() {
    if (released) {
      return Future.succeededFuture();
    }
    released = true;
    settleTimeouts.stop();
    List<Future<Void>> endings = new ArrayList<>();
    for (Channel channel : channels.all()) {
      endings.add(channel.release());
    }
    endings.add(opened.close());
    return Future.join(endings).mapEmpty();
  }

  // ---- for channels ----

  @Override
  public void send(int channel, Method method) {
    if (!released) {
      sender.send(channel, method);
    }
  }

  @Override
  public void suspend() {
    connection.suspend();
  }

  @Override
  public void resume() {
    connection.resume();
  }

  @Override
  public void fail(@Nullable Channel channel, AmqpFault fault) {
    if (released) {
      return;
    }
    if (channel == null || fault.code().closesConnection()) {
      connection.onFault(fault, channel == null ? 0 : channel.currentMethod());
      return;
    }
    if (!channelFaultLogged) {
      channelFaultLogged = true;
      CHANNEL_LOG.warn("{}: channel {}: {}", opened.name(), channel.number(), fault.replyText());
    }
    channel.close(fault);
  }

  @Override
  public void fail(Channel channel, Throwable bug) {
    connection.onBug(bug);
  }

  @Override
  public void forget(Channel channel) {
    channels.remove(channel);
  }

  @Override
  public void onSettleTimeout(long timeoutMs) {
    settleTimeouts.keep(timeoutMs);
  }

  @Override
  public void onPublishing() {
    alarms.onPublishing();
  }
}
