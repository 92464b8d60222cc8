package io.warrenmq.server.listener;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.warrenmq.api.transport.Traffic;

/** What has gone over one socket. Written by its loop with plain writes. */
final class SocketTraffic implements Traffic {
  private final Channel channel;
  private long receivedBytes;
  private long receivedReads;
  private long sentBytes;
  private long sentWrites;

  SocketTraffic(Channel channel) {
    this.channel = channel;
  }

  void received(int bytes) {
    receivedBytes += bytes;
    receivedReads++;
  }

  void sent(int bytes) {
    sentBytes += bytes;
    sentWrites++;
  }

  @Override
  public long receivedBytes() {
    return receivedBytes;
  }

  @Override
  public long receivedReads() {
    return receivedReads;
  }

  @Override
  public long sentBytes() {
    return sentBytes;
  }

  @Override
  public long sentWrites() {
    return sentWrites;
  }

  @Override
  public int pendingBytes() {
    ChannelOutboundBuffer pending = channel.unsafe().outboundBuffer();
    return pending == null
        ? 0
        : (int) Math.min(Integer.MAX_VALUE, pending.totalPendingWriteBytes());
  }
}
