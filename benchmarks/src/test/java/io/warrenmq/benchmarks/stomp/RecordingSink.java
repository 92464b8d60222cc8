package io.warrenmq.benchmarks.stomp;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Writes down what it is told. */
final class RecordingSink implements FrameSink {
  final List<String> frames = new ArrayList<>();

  @Override
  public void onLoggedIn() {
    frames.add("connected");
  }

  @Override
  public void onMessage(ByteBuf in, int ackIndex, int ackBytes, int bodyIndex, int bodyBytes) {
    String ack = ackBytes == 0 ? "" : in.toString(ackIndex, ackBytes, StandardCharsets.UTF_8);
    String body = in.toString(bodyIndex, bodyBytes, StandardCharsets.UTF_8);
    frames.add("message [" + ack + "] " + body);
  }

  @Override
  public void onReceipt(int receipt) {
    frames.add("receipt " + receipt);
  }

  @Override
  public void onError(String message) {
    frames.add("error " + message);
  }
}
