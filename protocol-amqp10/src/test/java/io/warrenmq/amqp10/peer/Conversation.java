package io.warrenmq.amqp10.peer;

import io.warrenmq.amqp10.codec.Described;
import io.warrenmq.amqp10.codec.Frames;
import io.warrenmq.amqp10.peer.HotFrame.Disposition;
import io.warrenmq.amqp10.peer.HotFrame.Flow;
import io.warrenmq.amqp10.peer.HotFrame.Transfer;
import io.warrenmq.amqp10.performative.AnyTarget;
import io.warrenmq.amqp10.performative.Attach;
import io.warrenmq.amqp10.performative.Close;
import io.warrenmq.amqp10.performative.Coordinator;
import io.warrenmq.amqp10.performative.DeliveryState;
import io.warrenmq.amqp10.performative.Detach;
import io.warrenmq.amqp10.performative.Durability;
import io.warrenmq.amqp10.performative.End;
import io.warrenmq.amqp10.performative.Performative;
import io.warrenmq.amqp10.performative.RcvSettleMode;
import io.warrenmq.amqp10.performative.Role;
import io.warrenmq.amqp10.performative.SaslFrame;
import io.warrenmq.amqp10.performative.SndSettleMode;
import io.warrenmq.amqp10.performative.Source;
import io.warrenmq.amqp10.performative.Target;
import io.warrenmq.api.message.Binary;
import io.warrenmq.api.message.Symbol;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A random conversation of a client that keeps to the specification, as far as one can that hears
 * nothing: from its first byte to its last.
 */
final class Conversation {
  /** The kinds of links: first those on which the client sends. */
  private enum Kind {
    SENDER,
    ANONYMOUS,
    COORDINATOR,
    REQUESTS,
    RECEIVER,
    SUBSCRIBER,
    ANSWERS
  }

  private static final String[] ADDRESSES = {
    "/queues/q", "/queues/q", "/queues/q", "/queues/gone", "/exchanges/amq.topic/a.b",
    "/exchanges/amq.fanout", "/queue/v1", "/topic/a", "/exchange/amq.direct/k", "/nowhere"
  };

  private final Random random;
  private final List<Step> steps = new ArrayList<>();
  private final List<TreeMap<Integer, Kind>> sessions = new ArrayList<>();
  private final long[] nextId = new long[2];
  private int lastTx;
  private int lastName;

  private Conversation(Random random) {
    this.random = random;
  }

  static List<Step> random(Random random) {
    Conversation made = new Conversation(random);
    made.login();
    made.begin(0);
    made.sessions.add(new TreeMap<>());
    made.begin(1);
    made.sessions.add(new TreeMap<>());
    made.attachUsual(0);
    for (int left = 5 + random.nextInt(40); left > 0; left--) {
      made.act(random.nextInt(4) == 0 ? 1 : 0);
    }
    if (random.nextInt(4) != 0) {
      made.add(0, new Close(null));
    }
    return made.steps;
  }

  private void add(int channel, Performative performative) {
    steps.add(Step.of(channel, performative));
  }

  private void add(int channel, HotFrame hot) {
    steps.add(Step.of(channel, hot));
  }

  private <T> T any(T[] all) {
    return all[random.nextInt(all.length)];
  }

  private void login() {
    steps.add(Step.raw(Peer.SASL));
    add(
        0,
        random.nextInt(4) == 0
            ? new SaslFrame.Init("ANONYMOUS", null, null)
            : Peer.plain("guest", "guest"));
    steps.add(Step.raw(Peer.AMQP));
    long frameMax = random.nextBoolean() ? 0xFFFF_FFFFL : Frames.FRAME_BYTES_MIN;
    add(0, Peer.open(frameMax, 0xFFFF, random.nextInt(3) == 0 ? 2_000 : 0));
  }

  private void begin(int channel) {
    long window = random.nextInt(3) == 0 ? random.nextInt(4) : 2_000;
    add(channel, Peer.begin(random.nextInt(), window, 0xFFFF_FFFFL));
  }

  private void act(int channel) {
    TreeMap<Integer, Kind> links = sessions.get(channel);
    switch (random.nextInt(16)) {
      case 0, 1 -> attach(channel);
      case 2 -> {
        if (!links.isEmpty() && random.nextInt(3) == 0) {
          int handle = any(links.keySet().toArray(new Integer[0]));
          links.remove(handle);
          add(channel, new Detach(handle, random.nextBoolean(), null));
        }
      }
      case 3 -> {
        if (random.nextInt(6) == 0) {
          add(channel, new End(null));
          links.clear();
          nextId[channel] = 0;
          begin(channel);
        }
      }
      case 4, 5, 6 -> flow(channel, links);
      case 7, 8, 9 -> settle(channel);
      case 10 -> steps.add(Step.raw(Peer.frame(0, 0, new byte[0])));
      default -> transfer(channel, links);
    }
  }

  // ---- links ----

  /** What most of the rest is about: a consumer with credit, a publisher, perhaps transactions. */
  private void attachUsual(int channel) {
    TreeMap<Integer, Kind> links = sessions.get(channel);
    add(channel, Peer.receiver("in", 7, Peer.source("/queues/q")));
    links.put(7, Kind.RECEIVER);
    add(channel, Flow.credit(7, 1 + random.nextInt(20)).window(0, random.nextInt(12)));
    add(channel, Peer.sender("out", 6, Peer.target("/queues/q")));
    links.put(6, Kind.SENDER);
    if (random.nextBoolean()) {
      add(channel, Peer.sender("tx", 5, target(Kind.COORDINATOR)));
      links.put(5, Kind.COORDINATOR);
      add(channel, Transfer.of(5, nextId[channel]++, message(Kind.COORDINATOR)));
    }
  }

  private void attach(int channel) {
    TreeMap<Integer, Kind> links = sessions.get(channel);
    int handle = random.nextInt(8);
    if (links.containsKey(handle)) {
      return;
    }
    Kind kind = any(Kind.values());
    String name = "link-" + ++lastName;
    switch (kind) {
      case REQUESTS, ANSWERS -> {
        pair(channel, links, name);
        return;
      }
      case RECEIVER ->
          add(
              channel,
              Peer.receiver(
                  name,
                  handle,
                  source(),
                  any(SndSettleMode.values()),
                  random.nextInt(8) == 0 ? 300 : 0));
      case SUBSCRIBER -> {
        add(channel, Peer.receiver("sub-" + random.nextInt(3), handle, subscription()));
        add(channel, Flow.credit(handle, 5));
      }
      default ->
          add(
              channel,
              Peer.sender(
                  name,
                  handle,
                  target(kind),
                  any(SndSettleMode.values()),
                  any(RcvSettleMode.values())));
    }
    links.put(handle, kind);
  }

  private @Nullable AnyTarget target(Kind kind) {
    if (kind == Kind.COORDINATOR) {
      return new Coordinator(List.of(new Symbol("amqp:local-transactions")));
    } else if (kind == Kind.ANONYMOUS) {
      return Peer.target(null);
    }
    return random.nextInt(8) == 0
        ? new Target(null, Durability.NONE, "session-end", 0, true, Map.of(), List.of())
        : Peer.target(any(ADDRESSES));
  }

  private Source source() {
    boolean dynamic = random.nextInt(8) == 0;
    Map<String, Object> filters =
        random.nextInt(4) != 0
            ? Map.of()
            : Map.of(
                "f",
                new Described(
                    new Symbol("apache.org:selector-filter:string"),
                    any(new String[] {"a = 1", "a IS NULL", "a >", "JMSPriority > 3"})));
    return new Source(
        dynamic ? null : any(ADDRESSES),
        any(Durability.values()),
        "link-detach",
        random.nextInt(10),
        dynamic,
        Map.of(),
        random.nextInt(6) == 0 ? "copy" : null,
        Map.copyOf(filters),
        random.nextBoolean() ? null : DeliveryState.Accepted.INSTANCE,
        List.of(),
        List.of());
  }

  /** A subscription of any kind, or none for one that is to be found again. */
  private @Nullable Source subscription() {
    if (random.nextInt(5) == 0) {
      return null;
    }
    List<Symbol> capabilities = new ArrayList<>(List.of(new Symbol("topic")));
    if (random.nextBoolean()) {
      capabilities.add(new Symbol("shared"));
    }
    if (random.nextInt(4) == 0) {
      capabilities.add(new Symbol("global"));
    }
    return new Source(
        any(new String[] {"/exchanges/amq.topic/a.b", "/exchanges/amq.fanout", "a.b", "/nowhere"}),
        any(Durability.values()),
        any(new String[] {"never", "link-detach", "session-end", "connection-close"}),
        random.nextInt(3),
        false,
        Map.of(),
        null,
        Map.of(),
        null,
        List.of(),
        capabilities);
  }

  private void pair(int channel, TreeMap<Integer, Kind> links, String name) {
    int requests = 8 + random.nextInt(4);
    int answers = 12 + random.nextInt(4);
    if (links.containsKey(requests) || links.containsKey(answers)) {
      return;
    }
    Map<String, @Nullable Object> paired = Map.of("paired", true);
    Source source = Peer.source("/management");
    Target target = Peer.target("/management");
    add(
        channel,
        new Attach(
            name,
            requests,
            Role.SENDER,
            SndSettleMode.SETTLED,
            RcvSettleMode.FIRST,
            Peer.source("me"),
            target,
            false,
            0,
            0,
            List.of(),
            List.of(),
            paired));
    add(
        channel,
        new Attach(
            name,
            answers,
            Role.RECEIVER,
            SndSettleMode.SETTLED,
            RcvSettleMode.FIRST,
            source,
            Peer.target("me"),
            false,
            null,
            0,
            List.of(),
            List.of(),
            paired));
    add(channel, Flow.credit(answers, 10));
    links.put(requests, Kind.REQUESTS);
    links.put(answers, Kind.ANSWERS);
  }

  // ---- flows and dispositions ----

  private void flow(int channel, TreeMap<Integer, Kind> links) {
    Flow flow = Flow.of().window(random.nextInt(20), random.nextInt(4) == 0 ? 2 : 2_000);
    if (random.nextInt(8) == 0) {
      flow.set(0, null);
    }
    if (!links.isEmpty() && random.nextInt(6) != 0) {
      flow.handle(any(links.keySet().toArray(new Integer[0])));
      if (random.nextInt(4) != 0) {
        flow.deliveryCount(random.nextInt(12));
      }
      flow.credit(any(new Long[] {0L, 1L, 5L, 5L, 1_000L, 0xFFFF_FFFFL}));
      if (random.nextInt(4) == 0) {
        flow.drain();
      }
    }
    if (random.nextInt(4) == 0) {
      flow.echo();
    }
    add(channel, flow);
  }

  private void settle(int channel) {
    long first = random.nextInt(12);
    Long last = random.nextBoolean() ? null : first + random.nextInt(6);
    Disposition disposition =
        random.nextInt(6) == 0
            ? Disposition.sender(first, last)
            : Disposition.receiver(first, last);
    if (random.nextInt(3) != 0) {
      disposition.settled();
    }
    Described outcome = outcome();
    if (lastTx > 0 && random.nextInt(5) == 0) {
      disposition.set(4, within(outcome));
    } else if (random.nextInt(6) != 0) {
      disposition.set(4, outcome);
    }
    add(channel, disposition);
  }

  private Described outcome() {
    return switch (random.nextInt(5)) {
      case 0 -> Described.of(DeliveryState.REJECTED, List.of());
      case 1 -> Described.of(DeliveryState.RELEASED, List.of());
      case 2 ->
          Described.of(DeliveryState.MODIFIED, List.of(random.nextBoolean(), random.nextBoolean()));
      default -> Described.of(DeliveryState.ACCEPTED, List.of());
    };
  }

  private Described within(Described outcome) {
    return Described.of(DeliveryState.TRANSACTIONAL, List.of(tx(), outcome));
  }

  /** The id of a transaction of this session, most likely. */
  private Binary tx() {
    int number = lastTx == 0 ? 1 : 1 + random.nextInt(lastTx);
    return new Binary(ByteBuffer.allocate(4).putInt(number).array());
  }

  // ---- transfers ----

  private void transfer(int channel, TreeMap<Integer, Kind> links) {
    List<Integer> senders = new ArrayList<>();
    links.forEach(
        (handle, kind) -> {
          if (kind.ordinal() < Kind.RECEIVER.ordinal()) {
            senders.add(handle);
          }
        });
    if (senders.isEmpty()) {
      return;
    }
    int handle = senders.get(random.nextInt(senders.size()));
    byte[] message = message(links.get(handle));
    long id = nextId[channel]++;
    int cut = random.nextInt(4) == 0 ? 1 + random.nextInt(message.length - 1) : message.length;
    Transfer first = Transfer.of(handle, id, Arrays.copyOf(message, cut));
    if (random.nextInt(3) == 0) {
      first.settled();
    }
    if (links.get(handle) == Kind.SENDER && lastTx > 0 && random.nextInt(4) == 0) {
      first.state(within(Described.of(DeliveryState.ACCEPTED, List.of())));
    }
    if (cut == message.length) {
      add(channel, first);
      return;
    }
    add(channel, first.more());
    Transfer rest = Transfer.further(handle, Arrays.copyOfRange(message, cut, message.length));
    add(channel, random.nextInt(6) == 0 ? rest.aborted() : rest);
  }

  private byte[] message(Kind kind) {
    return switch (kind) {
      case ANONYMOUS ->
          Messages.to(
              random.nextInt(5) == 0 ? null : any(ADDRESSES), "x".repeat(random.nextInt(90)));
      case COORDINATOR -> {
        if (lastTx == 0 || random.nextBoolean()) {
          lastTx++;
          yield Messages.value(Described.of(0x31, List.of()));
        }
        yield Messages.value(Described.of(0x32, List.of(tx(), random.nextBoolean())));
      }
      case REQUESTS -> request();
      default ->
          random.nextInt(6) == 0 ? Messages.ofSize(2_000) : Messages.data("message " + nextId[0]);
    };
  }

  private byte[] request() {
    String[] request =
        any(
            new String[][] {
              {"PUT", "/queues/made"},
              {"GET", "/queues/q"},
              {"DELETE", "/queues/made"},
              {"DELETE", "/queues/q/messages"},
              {"PUT", "/exchanges/made"},
              {"DELETE", "/exchanges/made"},
              {"POST", "/bindings"},
              {"GET", "/bindings?src=amq.topic&dstq=q&key=a"},
              {"GET", "/nothing"},
            });
    Map<String, Object> body =
        switch (request[1]) {
          case "/queues/made" ->
              Map.of("durable", true, "auto_delete", false, "arguments", Map.of());
          case "/exchanges/made" ->
              Map.of("type", "fanout", "durable", true, "arguments", Map.of());
          case "/bindings" ->
              Map.of(
                  "source",
                  "amq.topic",
                  "destination_queue",
                  "q",
                  "binding_key",
                  "a",
                  "arguments",
                  Map.of());
          default -> Map.of();
        };
    return Messages.join(
        Messages.section(
            0x73, Arrays.asList("id-" + random.nextInt(), null, request[1], request[0], "$me")),
        Messages.section(0x77, body.isEmpty() ? "" : body));
  }
}
