package io.warrenmq.benchmarks.amqp10;

import io.netty.buffer.ByteBuf;
import io.warrenmq.benchmarks.load.ConnectionEvents;
import io.warrenmq.benchmarks.load.Counters;
import java.util.List;
import java.util.function.Consumer;

/**
 * Declares what a run needs at RabbitMQ's management node: requests on one link, their answers on
 * another of the same name, one at a time. Ready when all were carried out.
 */
final class ManagementClient extends AmqpConnection {
  private static final String NODE = "/management";
  private static final String NAME = "management-link-pair";
  private static final int REQUESTS = 0; // handles
  private static final int ANSWERS = 1;

  private final List<Request> requests;
  private int attached;
  private int credit;
  private int nextIncomingId;
  private int answersCount;
  private int asked;
  private int answered;

  /**
   * What to do.
   *
   * @param body writes a map
   */
  record Request(String verb, String path, Consumer<FrameWriter> body) {
    static Request queue(String name, String type) {
      return new Request(
          "PUT",
          "/queues/" + name,
          out -> {
            out.map().string("durable").bool(true);
            out.string("arguments").map().string("x-queue-type").string(type).end().end();
          });
    }

    static Request fanout(String name) {
      return new Request(
          "PUT", "/exchanges/" + name, out -> out.map().string("type").string("fanout").end());
    }

    static Request binding(String exchange, String queue) {
      return new Request(
          "POST",
          "/bindings",
          out -> {
            out.map().string("source").string(exchange);
            out.string("destination_queue").string(queue);
            out.string("binding_key").string("").string("arguments").map().end().end();
          });
    }
  }

  ManagementClient(
      String name,
      Login login,
      List<Request> requests,
      Counters counters,
      ConnectionEvents events) {
    super(name, login, counters, events);
    this.requests = requests;
  }

  @Override
  void begin() {
    ByteBuf out = buffer();
    begin(out, 0);
    attach(out, REQUESTS, false);
    attach(out, ANSWERS, true);
    send(out);
  }

  private static void attach(ByteBuf out, int handle, boolean isReceiver) {
    FrameWriter attach =
        new FrameWriter(out)
            .frame(Codes.AMQP_FRAME, 0, Codes.ATTACH)
            .string(NAME)
            .uint(handle)
            .bool(isReceiver)
            .ubyte(1)
            .ubyte(0);
    attach.list(Codes.SOURCE).string(NODE).end().list(Codes.TARGET).string(NODE).end();
    attach.nulls(2);
    if (isReceiver) {
      attach.nulls(1);
    } else {
      attach.uint(0);
    }
    attach.nulls(3).map().symbol("paired").bool(true).end().end().endFrame();
  }

  @Override
  public void onBegin(int channel, int nextOutgoingId, int incomingWindow) {
    nextIncomingId = nextOutgoingId;
  }

  @Override
  public void onAttach(boolean isReceiver, boolean hasTerminus, int initialDeliveryCount) {
    if (!hasTerminus) {
      return;
    }
    attached++;
    if (!isReceiver) {
      answersCount = initialDeliveryCount;
    }
    if (attached == 2) {
      ByteBuf out = buffer();
      credit(out, 0, ANSWERS, nextIncomingId, answersCount, requests.size());
      send(out);
      ask();
    }
  }

  @Override
  public void onFlow(Flow flow) {
    if (flow.hasLink()) {
      credit = flow.deliveryCount() + flow.linkCredit() - asked;
      ask();
    }
  }

  private void ask() {
    if (attached < 2 || credit <= 0 || asked > answered || asked == requests.size()) {
      return;
    }
    Request request = requests.get(asked);
    ByteBuf out = buffer();
    FrameWriter transfer = new FrameWriter(out).frame(Codes.AMQP_FRAME, 0, Codes.TRANSFER);
    transfer.uint(REQUESTS).uint(asked).binary(new byte[] {(byte) asked}).uint(0).bool(true).end();
    transfer.list(Codes.PROPERTIES).ulong(asked).nulls(1).string(request.path());
    transfer.string(request.verb()).string("$me").end();
    request.body().accept(transfer.described(Codes.AMQP_VALUE));
    transfer.endFrame();
    asked++;
    credit--;
    send(out);
  }

  @Override
  public void onTransfer(int deliveryId, boolean settled, ByteBuf in, int index, int end) {
    Request request = requests.get(answered);
    String status = status(in, index, end);
    if (!status.startsWith("2")) {
      fail(request.verb() + " " + request.path() + ": " + status);
      return;
    }
    answered++;
    if (answered == requests.size()) {
      ready();
    } else {
      ask();
    }
  }

  /** The answer's number, and what it says of an error. */
  private static String status(ByteBuf in, int index, int end) {
    int at = index;
    while (Fields.descriptor(in, at) != Codes.PROPERTIES) {
      at = Fields.skip(in, at);
    }
    String status = String.valueOf(new Fields().open(in, at).skip(3).text());
    int body = Fields.section(in, index, end, Codes.AMQP_VALUE);
    boolean isText = body >= 0 && (in.getUnsignedByte(body) & 0xef) == Codes.STRING_8;
    return isText ? status + " " + Fields.text(in, body) : status;
  }
}
