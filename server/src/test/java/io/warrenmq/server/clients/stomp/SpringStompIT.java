package io.warrenmq.server.clients.stomp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.warrenmq.server.clients.StompUnderTest;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.messaging.Message;
import org.springframework.messaging.converter.StringMessageConverter;
import org.springframework.messaging.simp.stomp.ReactorNettyTcpStompClient;
import org.springframework.messaging.simp.stomp.StompBrokerRelayMessageHandler;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.simp.stomp.StompFrameHandler;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;
import org.springframework.messaging.simp.stomp.StompHeaders;
import org.springframework.messaging.simp.stomp.StompReactorNettyCodec;
import org.springframework.messaging.simp.stomp.StompSession;
import org.springframework.messaging.simp.stomp.StompSessionHandlerAdapter;
import org.springframework.messaging.support.ExecutorSubscribableChannel;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.messaging.tcp.reactor.ReactorNettyTcpClient;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import reactor.netty.tcp.TcpClient;

/** Spring's client of STOMP, and its relay of browsers' messages to a broker. */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class SpringStompIT {
  private static final long PATIENCE_S = 10;

  private final ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
  private final ReactorNettyTcpStompClient client =
      new ReactorNettyTcpStompClient(StompUnderTest.host(), StompUnderTest.port());
  private final BlockingQueue<Received> inbox = new LinkedBlockingQueue<>();
  private final BlockingQueue<Received> errors = new LinkedBlockingQueue<>();
  private final List<StompSession> sessions = new ArrayList<>();

  private record Received(StompHeaders headers, @Nullable Object payload) {}

  /** Puts what comes into a queue. */
  private record Into(BlockingQueue<Received> queue) implements StompFrameHandler {
    @Override
    public Type getPayloadType(StompHeaders headers) {
      return String.class;
    }

    @Override
    public void handleFrame(StompHeaders headers, @Nullable Object payload) {
      queue.add(new Received(headers, payload));
    }
  }

  @BeforeEach
  void start() {
    scheduler.initialize();
    client.setMessageConverter(new StringMessageConverter());
    client.setTaskScheduler(scheduler);
  }

  @AfterEach
  void stop() {
    sessions.stream().filter(StompSession::isConnected).forEach(StompSession::disconnect);
    client.shutdown();
    scheduler.shutdown();
  }

  @Test
  void sendsReceivesAndAcknowledges() throws Exception {
    StompSession session = connect("guest");
    String queue = "/queue/" + UUID.randomUUID();
    subscribe(session, queue, "client-individual");

    session.send(of(queue), "again");
    Received first = take(inbox);
    session.acknowledge(acknowledgement(first), false);
    Received again = take(inbox);
    session.acknowledge(acknowledgement(again), true);
    session.send(of(queue), "last");

    assertThat(first.payload()).isEqualTo("again");
    assertThat(again.payload()).isEqualTo("again");
    assertThat(again.headers().getFirst("redelivered")).isEqualTo("true");
    assertThat(take(inbox).payload()).isEqualTo("last");
  }

  @Test
  void agreesOnTheVersionAndHeartBeats() throws Exception {
    client.setDefaultHeartbeat(new long[] {5000, 3000});
    BlockingQueue<Received> connected = new LinkedBlockingQueue<>();

    connect("guest", connected);

    StompHeaders headers = take(connected).headers();
    assertThat(headers.getFirst("version")).isEqualTo("1.2");
    assertThat(headers.getHeartbeat()).containsExactly(3000, 5000);
  }

  @Test
  void isToldWhatIsWrong() throws Exception {
    StompSession session = connect("guest");

    session.send("/nowhere/x", "");

    Received error = take(errors);
    assertThat(error.headers().getFirst("message")).isEqualTo("Unknown destination");
    assertThat((String) error.payload()).startsWith("'/nowhere/x' is not a valid destination.");
  }

  @Test
  void isRefusedWithAWrongPassword() throws Exception {
    client.connectAsync(login("wrong"), handler(new LinkedBlockingQueue<>()));

    Received error = take(errors);
    assertThat(error.headers().getFirst("message")).isEqualTo("Bad CONNECT");
    assertThat(error.payload()).isEqualTo("Access refused for user 'guest'");
  }

  @Test
  void relaysBetweenBrowsersOfDifferentServers() throws Exception {
    BlockingQueue<Message<?>> toBrowsers = new LinkedBlockingQueue<>();
    ExecutorSubscribableChannel fromBrowsers = new ExecutorSubscribableChannel();
    ExecutorSubscribableChannel outbound = new ExecutorSubscribableChannel();
    outbound.subscribe(toBrowsers::add);
    StompBrokerRelayMessageHandler relay =
        new StompBrokerRelayMessageHandler(
            fromBrowsers, outbound, new ExecutorSubscribableChannel(), List.of("/topic"));
    // A client of its own would take seconds to stop.
    TcpClient tcp = TcpClient.create().host(StompUnderTest.host()).port(StompUnderTest.port());
    relay.setTcpClient(new ReactorNettyTcpClient<>(tcp, new StompReactorNettyCodec()));
    relay.setVirtualHost("/");
    relay.setTaskScheduler(scheduler);
    relay.start();
    try {
      await().until(relay::isBrokerAvailable);
      String topic = "/topic/" + UUID.randomUUID();

      fromBrowsers.send(frame(StompCommand.CONNECT, null, ""));
      assertThat(type(toBrowsers)).isEqualTo(StompCommand.CONNECTED);
      fromBrowsers.send(frame(StompCommand.SUBSCRIBE, topic, ""));
      assertThat(type(toBrowsers)).isEqualTo(StompCommand.RECEIPT);
      connect("guest").send(topic, "from another server");

      Message<?> message = toBrowsers.poll(PATIENCE_S, TimeUnit.SECONDS);
      assertThat(message).isNotNull();
      assertThat(StompHeaderAccessor.wrap(message).getDestination()).isEqualTo(topic);
      assertThat(new String((byte[]) message.getPayload(), UTF_8)).isEqualTo("from another server");
    } finally {
      relay.stop();
    }
  }

  private static Message<byte[]> frame(
      StompCommand command, @Nullable String destination, String body) {
    StompHeaderAccessor headers = StompHeaderAccessor.create(command);
    headers.setSessionId("browser");
    headers.setSessionAttributes(new HashMap<>());
    headers.setAcceptVersion("1.1,1.2");
    headers.setHeartbeat(0, 0);
    if (destination != null) {
      headers.setDestination(destination);
      headers.setSubscriptionId("s");
      headers.setReceipt("r");
    }
    return MessageBuilder.createMessage(body.getBytes(UTF_8), headers.getMessageHeaders());
  }

  private static @Nullable StompCommand type(BlockingQueue<Message<?>> queue) throws Exception {
    Message<?> message = queue.poll(PATIENCE_S, TimeUnit.SECONDS);
    assertThat(message).isNotNull();
    return StompHeaderAccessor.wrap(message).getCommand();
  }

  private StompSession connect(String password) throws Exception {
    return connect(password, new LinkedBlockingQueue<>());
  }

  private StompSession connect(String password, BlockingQueue<Received> connected)
      throws Exception {
    StompSession session =
        client.connectAsync(login(password), handler(connected)).get(PATIENCE_S, TimeUnit.SECONDS);
    session.setAutoReceipt(true);
    sessions.add(session);
    return session;
  }

  private static StompHeaders login(String password) {
    StompHeaders headers = new StompHeaders();
    headers.setHost("/");
    headers.setLogin("guest");
    headers.setPasscode(password);
    return headers;
  }

  private StompSessionHandlerAdapter handler(BlockingQueue<Received> connected) {
    return new StompSessionHandlerAdapter() {
      @Override
      public void afterConnected(StompSession session, StompHeaders headers) {
        connected.add(new Received(headers, null));
      }

      @Override
      public Type getPayloadType(StompHeaders headers) {
        return String.class;
      }

      @Override
      public void handleFrame(StompHeaders headers, @Nullable Object payload) {
        errors.add(new Received(headers, payload));
      }
    };
  }

  private void subscribe(StompSession session, String destination, String ack) throws Exception {
    StompHeaders headers = of(destination);
    headers.setAck(ack);
    BlockingQueue<Boolean> subscribed = new LinkedBlockingQueue<>();
    session.subscribe(headers, new Into(inbox)).addReceiptTask(() -> subscribed.add(true));
    assertThat(subscribed.poll(PATIENCE_S, TimeUnit.SECONDS)).isEqualTo(true);
  }

  /** The headers of all that is done with a queue, which goes with its last subscription. */
  private static StompHeaders of(String destination) {
    StompHeaders headers = new StompHeaders();
    headers.setDestination(destination);
    headers.set("auto-delete", "true");
    return headers;
  }

  private static StompHeaders acknowledgement(Received received) {
    StompHeaders headers = new StompHeaders();
    headers.setId(received.headers().getAck());
    return headers;
  }

  private static Received take(BlockingQueue<Received> queue) throws Exception {
    Received received = queue.poll(PATIENCE_S, TimeUnit.SECONDS);
    assertThat(received).isNotNull();
    return received;
  }
}
