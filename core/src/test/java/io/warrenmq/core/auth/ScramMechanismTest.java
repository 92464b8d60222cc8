package io.warrenmq.core.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.warrenmq.api.auth.SaslMechanism.SaslStep;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.transport.TransportInfo;
import io.warrenmq.core.metadata.MemoryMetadataStore;
import io.warrenmq.core.metadata.MetadataLoop;
import io.warrenmq.core.metadata.MetadataRecord.UserPut;
import io.warrenmq.core.vhost.LoopDriver;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ScramMechanismTest {
  private static final UserPut USER =
      new UserPut("u", "", "rabbit_password_hashing_sha256", Set.of(), -1, -1);
  private static final InetSocketAddress HERE = new InetSocketAddress("127.0.0.1", 5672);

  private final LoopDriver loops = new LoopDriver(1);
  private final Loop loop = loops.group().metadata();
  private final MemoryMetadataStore store = new MemoryMetadataStore();
  private final ArrayDeque<Runnable> hashing = new ArrayDeque<>();
  private final NewPasswords passwords =
      new NewPasswords(hashing::add, new Random(1), PasswordHashing.SHA256);

  /** One start of a broker. */
  private final class Start {
    final UserStore users = new UserStore();
    final UserCommands commands =
        new UserCommands(new MetadataLoop(loop, store), users, new PermissionTable());
    final ScramMechanism mechanism = new ScramMechanism(ScramHash.SHA_256, users, new Random());

    Start() {
      loops.await(
          loop,
          () ->
              store
                  .load()
                  .onSuccess(commands::restore)
                  .compose(all -> commands.makeSecrets(new Random())));
    }

    /** What a client that calls itself so is sent first, without the nonce. */
    String answer(String name) {
      String first = serverFirst(name);
      return first.substring(first.indexOf(",s="));
    }

    String serverFirst(String name) {
      SaslStep step =
          mechanism
              .begin(new TransportInfo(HERE, HERE, null, null))
              .respond(("n,,n=" + name + ",r=x").getBytes(UTF_8));
      return new String(((SaslStep.Challenge) step).challenge(), UTF_8);
    }

    UserPut put(UserPut user) {
      loops.await(loop, () -> commands.putUser(user));
      return user;
    }
  }

  @Test
  void nobodyLooksTheSameAfterARestart() {
    Start first = new Start();
    String answer = first.answer("nobody");

    Start second = new Start();

    assertThat(first.answer("nobody")).isEqualTo(answer);
    assertThat(second.answer("nobody")).isEqualTo(answer);
    assertThat(second.answer("no-one")).isNotEqualTo(answer);
    assertThat(loops.await(loop, store::load)).hasSize(1);
  }

  @Test
  void anotherBrokerHasAnotherSecret() {
    assertThat(new Start().answer("nobody"))
        .isNotEqualTo(new ScramMechanismTest().new Start().answer("nobody"));
  }

  @Test
  void aUserWithAHashAloneLooksAsOneThatThereIsNot() {
    Start start = new Start();
    String before = start.answer("u");

    start.put(USER.withPassword("AQIDBA==", "rabbit_password_hashing_sha256", ""));

    assertThat(start.answer("u")).isEqualTo(before);
  }

  @Test
  void aUserWithAPasswordIsSentItsSalt() {
    Start start = new Start();
    UserPut user = start.put(withPassword("pencil"));

    assertThat(user.scram()).contains(start.answer("u").substring(3).split(",", 2)[0]);
    assertThat(new Start().answer("u")).isEqualTo(start.answer("u"));
  }

  @Test
  void derivesKeysOffTheLoop() {
    Future<UserPut> made = loops.start(loop, () -> passwords.set(loop, USER, "pencil"));

    assertThat(made.isComplete()).isFalse();
    hashing.remove().run();
    assertThat(made.isComplete()).isFalse(); // It is the loop's to hear of it.
    loops.run();
    assertThat(PasswordHashing.SHA256.verify("pencil", made.result().passwordHash())).isTrue();
  }

  @Test
  void nonceIsNeverTheSame() {
    Start start = new Start();
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      String first = start.serverFirst("u");
      assertThat(first).matches("r=x[A-Za-z0-9+/]{24},s=.*");
      assertThat(seen.add(first)).isTrue();
    }
  }

  private UserPut withPassword(String password) {
    Future<UserPut> made = loops.start(loop, () -> passwords.set(loop, USER, password));
    hashing.remove().run();
    loops.run();
    return made.result();
  }
}
