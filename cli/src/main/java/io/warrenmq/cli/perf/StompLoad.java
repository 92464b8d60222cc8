package io.warrenmq.cli.perf;

import io.warrenmq.cli.exit.CommandException;
import io.warrenmq.cli.http.ApiClient;
import io.warrenmq.cli.http.ApiException;
import io.warrenmq.cli.http.ApiPath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** STOMP 1.2. It cannot delete queues, so they are made and deleted over the HTTP API. */
final class StompLoad implements Load {
  private static final String ID = "perf";

  private final PerfOptions options;
  private final Endpoint endpoint;
  private final List<String> queues;
  private final ApiClient api;
  private final List<StompClient> clients = new ArrayList<>();
  private final List<String> made = new ArrayList<>();

  StompLoad(PerfOptions options, Endpoint endpoint, List<String> queues, ApiClient api) {
    this.options = options;
    this.endpoint = endpoint;
    this.queues = queues;
    this.api = api;
  }

  @Override
  public void prepare() throws CommandException {
    for (String queue : queues) {
      try {
        api.get(path(queue).with("columns", "name"));
      } catch (ApiException e) {
        if (e.status() != 404) {
          throw e;
        }
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("durable", true);
        body.put("arguments", Map.of("x-queue-type", options.queueType));
        api.put(path(queue), body);
        made.add(queue);
      }
    }
  }

  private ApiPath path(String queue) {
    return ApiPath.of("queues", endpoint.vhost(), queue);
  }

  private String destination(int index) {
    String queue = queues.get(index % queues.size());
    return "/amq/queue/" + queue.replace("%", "%25").replace("/", "%2F");
  }

  @Override
  public Producer producer(int index) throws Exception {
    Map<String, Outcome> unconfirmed = new ConcurrentHashMap<>();
    StompClient client =
        StompClient.connect(
            endpoint,
            (command, headers, body) -> {
              Outcome outcome = unconfirmed.remove(headers.getOrDefault("receipt-id", ""));
              if (outcome != null) {
                outcome.onSettled(true);
              }
            });
    clients.add(client);
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("destination", destination(index));
    if (options.isPersistent()) {
      headers.put("persistent", "true");
    }
    return new Producer() {
      private long number;

      @Override
      public void send(byte[] body, Outcome outcome) throws IOException {
        if (options.confirm > 0) {
          String receipt = String.valueOf(++number);
          unconfirmed.put(receipt, outcome);
          headers.put("receipt", receipt);
        }
        client.send("SEND", headers, body);
      }
    };
  }

  @Override
  public void consumer(int index, Meter meter) throws Exception {
    boolean acknowledges = options.prefetch > 0;
    Acknowledging handler = new Acknowledging(meter, acknowledges);
    StompClient client = StompClient.connect(endpoint, handler);
    clients.add(client);
    handler.client = client;
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("id", ID);
    headers.put("destination", destination(index));
    headers.put("ack", acknowledges ? "client-individual" : "auto");
    if (acknowledges) {
      headers.put("prefetch-count", String.valueOf(options.prefetch));
    }
    client.send("SUBSCRIBE", headers, new byte[0]);
  }

  /** Nothing comes before its client, which has to subscribe first, is there. */
  private static final class Acknowledging implements StompClient.Handler {
    private final Meter meter;
    private final boolean acknowledges;
    private volatile @Nullable StompClient client;

    Acknowledging(Meter meter, boolean acknowledges) {
      this.meter = meter;
      this.acknowledges = acknowledges;
    }

    @Override
    public void onFrame(String command, Map<String, String> headers, byte[] body)
        throws IOException {
      if (!command.equals("MESSAGE")) {
        return;
      }
      meter.onReceived(body);
      StompClient to = client;
      if (acknowledges && to != null) {
        to.send("ACK", Map.of("id", headers.getOrDefault("ack", "")), new byte[0]);
      }
    }
  }

  @Override
  public void close() throws Exception {
    for (StompClient client : clients) {
      client.close();
    }
    for (String queue : made) {
      api.delete(path(queue));
    }
  }
}
