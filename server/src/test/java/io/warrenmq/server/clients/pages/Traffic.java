package io.warrenmq.server.clients.pages;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.qpid.protonj2.client.Client;
import com.rabbitmq.qpid.protonj2.client.ConnectionOptions;
import com.rabbitmq.qpid.protonj2.client.Delivery;
import com.rabbitmq.qpid.protonj2.client.Message;
import com.rabbitmq.qpid.protonj2.client.Receiver;
import com.rabbitmq.qpid.protonj2.client.Sender;
import io.warrenmq.server.clients.stomp.RawStomp;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Clients of every protocol that publish and consume at a calm pace until they are closed, on what
 * {@code clients/pages/definitions.json} declares. Behind them are 4,000 messages that nobody
 * takes, and some that a consumer keeps to itself. Made, and closed, by one thread.
 */
final class Traffic implements AutoCloseable {
  private static final String USER = "guest";
  private static final String VHOST = "shop";
  private static final int PATIENCE_SECONDS = 30;
  private static final int QUEUED = 4000;
  private static final int KEPT = 250; // of which none is acknowledged
  private static final int TICK_MS = 40;
  private static final int CLIENTS = 4; // that are to see a message before the traffic counts as on
  private static final List<String> REGIONS = List.of("eu", "us", "asia");

  private final Function<String, InetSocketAddress> addresses;
  private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(2);
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final CountDownLatch consuming = new CountDownLatch(CLIENTS);
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private volatile boolean isClosing;

  private Traffic(Function<String, InetSocketAddress> addresses) {
    this.addresses = addresses;
  }

  /**
   * Connects the clients; when it returns, messages of every protocol have been consumed.
   *
   * @param addresses where a protocol is served, by its plugin's name
   */
  static Traffic start(Function<String, InetSocketAddress> addresses) throws Exception {
    Traffic traffic = new Traffic(addresses);
    try {
      traffic.startAmqp091();
      traffic.startAmqp10();
      traffic.startMqtt();
      traffic.startStomp();
      if (!traffic.consuming.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("a protocol's messages do not arrive", traffic.failure());
      }
    } catch (Exception | AssertionError e) {
      traffic.close();
      throw e;
    }
    return traffic;
  }

  /** What the first client that failed has failed by; {@code null} while all are well. */
  @Nullable Throwable failure() {
    return failure.get();
  }

  /** What is done again and again; a failure ends it, and is told unless the end is near. */
  private interface Act {
    void run() throws Exception;
  }

  private void repeatedly(int everyMs, Act act) {
    clock.scheduleAtFixedRate(
        () -> {
          try {
            act.run();
          } catch (Exception e) {
            failed(e);
            throw new IllegalStateException(e);
          }
        },
        0,
        everyMs,
        TimeUnit.MILLISECONDS);
  }

  private void failed(Exception e) {
    if (!isClosing) {
      failure.compareAndSet(null, e);
    }
  }

  private <T extends AutoCloseable> T closing(T opened) {
    open.push(opened);
    return opened;
  }

  private Connection amqp(String name) throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setHost(addresses.apply("amqp091").getHostString());
    factory.setPort(addresses.apply("amqp091").getPort());
    factory.setVirtualHost(VHOST);
    factory.setAutomaticRecoveryEnabled(false);
    Connection connection = factory.newConnection(name);
    open.push(connection::abort);
    return connection;
  }

  private void startAmqp091() throws Exception {
    Channel orders = amqp("orders service").createChannel();
    orders.confirmSelect();
    fill(orders);

    Connection billing = amqp("billing");
    for (int i = 0; i < 2; i++) {
      consume(billing.createChannel(), 20, i == 0);
    }
    Channel warehouse = amqp("warehouse").createChannel();
    warehouse.basicQos(KEPT);
    warehouse.basicConsume("returns", false, new DefaultConsumer(warehouse));
    amqp("month-end report").createChannel().txSelect();

    int[] count = {0};
    repeatedly(
        TICK_MS,
        () -> {
          int number = ++count[0];
          String region = REGIONS.get(number % REGIONS.size());
          orders.basicPublish("orders", "order.placed." + region, order(number), body(number));
          if (number % 5 == 0) {
            // Bound to nothing: returned, as the publisher asks for it.
            orders.basicPublish("payments", "refused", true, order(number), body(number));
          }
        });
  }

  /** What is there before anybody consumes. */
  private static void fill(Channel channel) throws Exception {
    for (int i = 0; i < QUEUED; i++) {
      channel.basicPublish("orders", "order.changed.eu", order(i), body(i));
      if (i % 10 == 0) {
        channel.basicPublish("orders", "order.returned.eu", order(i), body(i));
      }
    }
    channel.waitForConfirmsOrDie(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
  }

  private static BasicProperties order(int number) {
    return new BasicProperties.Builder()
        .contentType("application/json")
        .deliveryMode(2)
        .priority(number % 5)
        .messageId("order-" + number)
        .appId("orders service")
        .headers(Map.of("region", REGIONS.get(number % REGIONS.size()), "attempt", 1))
        .build();
  }

  private static byte[] body(int number) {
    return "{\"order\":%d,\"total\":%d.90,\"items\":[\"lamp\",\"desk\"]}"
        .formatted(number, number % 300)
        .getBytes(UTF_8);
  }

  /** Acknowledges everything, but for each tenth of the first consumer's, which it returns once. */
  private void consume(Channel channel, int prefetch, boolean isPicky) throws IOException {
    channel.basicQos(prefetch);
    channel.basicConsume(
        "billing",
        false,
        new DefaultConsumer(channel) {
          @Override
          public void handleDelivery(
              String consumerTag, Envelope envelope, BasicProperties properties, byte[] body)
              throws IOException {
            long tag = envelope.getDeliveryTag();
            if (isPicky && tag % 10 == 0 && !envelope.isRedeliver()) {
              channel.basicNack(tag, false, true);
            } else {
              channel.basicAck(tag, false);
            }
            if (isPicky && tag == 1) {
              consuming.countDown();
            }
          }
        });
  }

  private void startAmqp10() throws Exception {
    InetSocketAddress address = addresses.apply("amqp10");
    ConnectionOptions options = new ConnectionOptions().user(USER).password(USER);
    options.virtualHost("vhost:" + VHOST);
    Client container = closing(Client.create());
    com.rabbitmq.qpid.protonj2.client.Connection connection =
        closing(container.connect(address.getHostString(), address.getPort(), options));
    Sender sender = connection.openSender("/queues/parcels");
    Receiver receiver = connection.openReceiver("/queues/parcels");
    receiver.openFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);

    boolean[] hasReceived = {false};
    repeatedly(
        TICK_MS,
        () -> {
          sender.send(Message.create("a parcel"));
          for (Delivery delivery; (delivery = receiver.tryReceive()) != null; ) {
            delivery.message(); // Its buffers are the client's until it is read.
            if (!hasReceived[0]) {
              consuming.countDown();
            }
            hasReceived[0] = true;
          }
        });
  }

  private void startMqtt() throws Exception {
    Mqtt5AsyncClient dashboard = mqtt("dashboard");
    CountDownLatch first = new CountDownLatch(1);
    dashboard
        .subscribeWith()
        .topicFilter("sensors/#")
        .qos(MqttQos.AT_LEAST_ONCE)
        .callback(
            publish -> {
              if (first.getCount() > 0) {
                consuming.countDown();
              }
              first.countDown();
            })
        .send()
        .get(PATIENCE_SECONDS, TimeUnit.SECONDS);

    Mqtt5AsyncClient thermometer = mqtt("thermometer-kitchen");
    repeatedly(
        2 * TICK_MS,
        () ->
            thermometer
                .publishWith()
                .topic("sensors/kitchen/temperature")
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload("21.5".getBytes(UTF_8))
                .send()
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS));
  }

  private Mqtt5AsyncClient mqtt(String id) throws Exception {
    InetSocketAddress address = addresses.apply("mqtt");
    Mqtt5AsyncClient client =
        MqttClient.builder()
            .identifier(id)
            .serverHost(address.getHostString())
            .serverPort(address.getPort())
            .useMqttVersion5()
            .buildAsync();
    client
        .connectWith()
        .simpleAuth()
        .username(USER)
        .password(USER.getBytes(UTF_8))
        .applySimpleAuth()
        .send()
        .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    open.push(() -> client.disconnect().get(PATIENCE_SECONDS, TimeUnit.SECONDS));
    return client;
  }

  private void startStomp() throws Exception {
    RawStomp reader = stomp();
    reader.sendAndWait("SUBSCRIBE\nid:1\nack:auto\ndestination:/amq/queue/mail\n\n");
    Thread reading = new Thread(() -> read(reader), "reads mail");
    reading.setDaemon(true);
    reading.start();

    RawStomp writer = stomp();
    repeatedly(
        2 * TICK_MS,
        () ->
            writer.send(
                "SEND\ndestination:/exchange/payments/received\npersistent:true\n\nThanks!"));
  }

  private RawStomp stomp() throws Exception {
    InetSocketAddress address = addresses.apply("stomp");
    RawStomp connection =
        closing(new RawStomp(new Socket(address.getHostString(), address.getPort())));
    connection.send(
        "CONNECT\naccept-version:1.2\nhost:%s\nlogin:%s\npasscode:%s\n\n"
            .formatted(VHOST, USER, USER));
    connection.expect("CONNECTED");
    return connection;
  }

  private void read(RawStomp reader) {
    try {
      reader.expect("MESSAGE");
      consuming.countDown();
      while (!isClosing) {
        reader.expect("MESSAGE");
      }
    } catch (IOException | AssertionError e) {
      failed(new IOException("STOMP's reader ends", e));
    }
  }

  @Override
  public void close() throws Exception {
    isClosing = true;
    clock.shutdownNow();
    clock.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
    for (AutoCloseable one : open) {
      one.close();
    }
  }
}
