package io.warrenmq.server.clients.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Promise;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What becomes of sessions and retained messages when their vhost is deleted. */
class VhostsIT extends OwnBrokerTest {
  private static final String VHOST = "mqtt.vhost=v";

  private void makeVhost() throws Exception {
    JsonObject permission =
        new JsonObject()
            .put("user", "guest")
            .put("vhost", "v")
            .put("configure", ".*")
            .put("write", ".*")
            .put("read", ".*");
    bring(
        new JsonObject()
            .put("vhosts", new JsonArray().add(new JsonObject().put("name", "v")))
            .put("permissions", new JsonArray().add(permission)));
  }

  private void deleteVhost() throws Exception {
    Promise<Void> deleted = Promise.promise();
    broker()
        .core()
        .metadata()
        .run(() -> broker().core().commands().deleteVhost("v").onComplete(deleted));
    await(deleted.future());
  }

  /** Leaves a session with a queue, one in a shared subscription, and a retained message. */
  private void leaveBehind(String id) throws Exception {
    RawClient client = connect(id, CLEAN, false, sessionExpiry(600));
    subscribe(client, "t", 1);
    subscribe(client, "$share/g/t", 1);
    client.send(publish(3, "kept", 1, "retained"));
    client.expect(RawClient.PUBACK);
    client.close();
  }

  private void expectNothingOf(String id) throws Exception {
    RawClient client = connect(id, 0, false, sessionExpiry(600)); // There is no session.
    subscribe(client, "#", 1);
    publish(connect(), "t", "new");
    assertThat(message(client).payload()).isEqualTo("new");
    client.close();
  }

  @Test
  void theyGoWithIt() throws Exception {
    start(VHOST);
    makeVhost();
    String away = name();
    leaveBehind(away);
    String there = name();
    RawClient client = connect(there, CLEAN, false, sessionExpiry(600));
    subscribe(client, "t", 1);

    deleteVhost();
    client.expect(RawClient.DISCONNECT);
    client.expectClosed();
    makeVhost();

    expectNothingOf(away);
    expectNothingOf(there);
  }

  @Test
  void theyGoAtTheStartWhenTheBrokerHasEndedJustThen() throws Exception {
    start(VHOST);
    makeVhost();
    String id = name();
    leaveBehind(id);
    stop();
    for (String part : List.of("metadata", "messages")) { // All that knows of the vhost.
      delete(folder.resolve(part));
    }

    start(VHOST);
    makeVhost();

    expectNothingOf(id);
  }

  private static void delete(Path tree) throws IOException {
    try (Stream<Path> files = Files.walk(tree)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
