package io.warrenmq.benchmarks.amqp10;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.ArrayList;
import java.util.List;

/** Writes down what it is told. */
final class RecordingSink implements FrameSink {
  final List<String> frames = new ArrayList<>();

  @Override
  public void onProtocolHeader(int protocol) {
    frames.add("header " + protocol);
  }

  @Override
  public void onSaslMechanisms() {
    frames.add("mechanisms");
  }

  @Override
  public void onSaslOutcome(int code) {
    frames.add("outcome " + code);
  }

  @Override
  public void onOpen(int frameBytesMax, int idleTimeoutMs) {
    frames.add("open " + frameBytesMax + ' ' + idleTimeoutMs);
  }

  @Override
  public void onBegin(int channel, int nextOutgoingId, int incomingWindow) {
    frames.add("begin " + channel + ' ' + nextOutgoingId + ' ' + incomingWindow);
  }

  @Override
  public void onAttach(boolean isReceiver, boolean hasTerminus, int initialDeliveryCount) {
    frames.add("attach " + isReceiver + ' ' + hasTerminus + ' ' + initialDeliveryCount);
  }

  @Override
  public void onFlow(Flow flow) {
    frames.add(flow.toString());
  }

  @Override
  public void onTransfer(int deliveryId, boolean settled, ByteBuf in, int index, int end) {
    String message = ByteBufUtil.hexDump(in, index, end - index);
    frames.add("transfer " + deliveryId + ' ' + settled + ' ' + message);
  }

  @Override
  public void onDisposition(int first, int last, boolean settled, boolean accepted) {
    frames.add("disposition " + first + ' ' + last + ' ' + settled + ' ' + accepted);
  }

  @Override
  public void onHeartbeat() {
    frames.add("heartbeat");
  }

  @Override
  public void onEnd(String why) {
    frames.add(why);
  }
}
