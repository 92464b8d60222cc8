package io.warrenmq.core.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.warrenmq.api.auth.AuthDecision;
import io.warrenmq.api.auth.Authenticator;
import io.warrenmq.api.auth.Credentials;
import io.warrenmq.api.auth.Principal;
import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.transport.TransportInfo;
import io.warrenmq.core.metadata.MetadataRecord.UserPut;
import io.warrenmq.core.vhost.LoopDriver;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AuthChainTest {
  private static final TransportInfo LOCAL = from("127.0.0.1");
  private static final TransportInfo REMOTE = from("10.1.2.3");

  private final LoopDriver loops = new LoopDriver(1);
  private final Loop loop = loops.group().eventLoops().get(0);
  private final UserStore users = new UserStore();
  private final ArrayDeque<Runnable> hashing = new ArrayDeque<>();
  private final InternalAuthenticator internal =
      new InternalAuthenticator(
          users, new PasswordVerifier(hashing::add, new Random(3), PasswordHashing.SHA256), true);
  private final AuthChain chain = new AuthChain(List.of(internal), Set.of("guest"));

  @BeforeEach
  void user() {
    users.put(user("guest", "secret"));
  }

  @Test
  void rightPasswordsAreHashedOnceAndOffTheLoop() {
    Future<Principal> first = start(password("guest", "secret"), LOCAL);
    assertThat(first.isComplete()).isFalse();
    runHashing();
    assertThat(first.result()).isEqualTo(new Principal("guest", Set.of("management")));

    Future<Principal> second = start(password("guest", "secret"), LOCAL);

    assertThat(hashing).isEmpty();
    assertThat(second.succeeded()).isTrue();
  }

  @Test
  void wrongPasswordsAreRefusedAlsoAfterRightOnes() {
    authenticate(password("guest", "secret"), LOCAL);

    assertThatThrownBy(() -> authenticate(password("guest", "wrong"), LOCAL))
        .isInstanceOf(BrokerException.class)
        .hasMessage("user 'guest' - invalid credentials");
    assertThatThrownBy(() -> authenticate(password("nobody", "secret"), LOCAL))
        .hasMessage("user 'nobody' - invalid credentials");
  }

  @Test
  void wrongPasswordsAreHashedOnceWhetherTheUserExistsOrNot() {
    for (String name : List.of("guest", "nobody")) {
      Future<Principal> first = start(password(name, "wrong"), LOCAL);
      assertThat(hashing).as(name).hasSize(1);
      runHashing();
      Future<Principal> second = start(password(name, "wrong"), LOCAL);

      assertThat(hashing).as(name).isEmpty();
      assertThat(first.failed() && second.failed()).as(name).isTrue();
    }
  }

  @Test
  void clientsThatComeTogetherAreVerifiedOnce() {
    AtomicInteger salts = new AtomicInteger();
    Random counting =
        new Random(3) {
          @Override
          public void nextBytes(byte[] bytes) {
            super.nextBytes(bytes);
            salts.incrementAndGet();
          }
        };
    PasswordVerifier verifier =
        new PasswordVerifier(hashing::add, counting, PasswordHashing.SHA256);
    salts.set(0);

    Future<Boolean> first = verifier.verify("nobody", null, "x");
    Future<Boolean> second = verifier.verify("nobody", null, "x");
    runHashing();

    assertThat(first.result() || second.result()).isFalse();
    assertThat(salts).hasValue(1);
  }

  @Test
  void aChangedPasswordForgetsTheOldOne() {
    authenticate(password("guest", "secret"), LOCAL);

    users.put(user("guest", "other"));

    assertThatThrownBy(() -> authenticate(password("guest", "secret"), LOCAL))
        .isInstanceOf(BrokerException.class);
    assertThat(authenticate(password("guest", "other"), LOCAL).name()).isEqualTo("guest");
  }

  @Test
  void blankPasswordsAreRefused() {
    users.put(user("blank", ""));

    assertThatThrownBy(() -> authenticate(password("blank", ""), LOCAL))
        .hasMessageContaining("blank password");
  }

  @Test
  void usersWithoutPasswordProveThemselvesOtherwise() {
    users.put(new UserPut("cert", "", "rabbit_password_hashing_sha256", Set.of(), -1, -1));

    assertThatThrownBy(() -> authenticate(password("cert", "x"), LOCAL))
        .isInstanceOf(BrokerException.class);
    assertThat(authenticate(new Credentials.Proven("cert"), REMOTE).name()).isEqualTo("cert");
  }

  @Test
  void loopbackUsersStayOnThisMachine() {
    assertThatThrownBy(() -> authenticate(password("guest", "secret"), REMOTE))
        .hasMessage(
            "user 'guest' can only connect via localhost, unless loopback_users.guest is set to"
                + " false");
  }

  @Test
  void asksOneAuthenticatorAfterTheOther() {
    AuthChain longer = new AuthChain(List.of(new Failing(), internal), Set.of());

    Future<Principal> right = start(longer, password("guest", "secret"), REMOTE);
    runHashing();
    Future<Principal> wrong =
        start(new AuthChain(List.of(internal, new Failing()), Set.of()), password("x", "y"), LOCAL);
    runHashing();

    assertThat(right.result().name()).isEqualTo("guest");
    assertThat(wrong.cause()).hasMessageContaining("authenticator 'failing' failed");
  }

  private Principal authenticate(Credentials credentials, TransportInfo transport) {
    Future<Principal> future = start(credentials, transport);
    runHashing();
    if (future.failed()) {
      throw (BrokerException) future.cause();
    }
    return future.result();
  }

  private Future<Principal> start(Credentials credentials, TransportInfo transport) {
    return start(chain, credentials, transport);
  }

  private Future<Principal> start(
      AuthChain chain, Credentials credentials, TransportInfo transport) {
    return loops.start(loop, () -> chain.authenticate(loop, credentials, transport));
  }

  private void runHashing() {
    for (Runnable task; (task = hashing.poll()) != null; ) {
      task.run();
    }
    loops.run();
  }

  private static Credentials password(String user, String password) {
    return new Credentials.Password(user, password);
  }

  private static UserPut user(String name, String password) {
    PasswordHashing sha = PasswordHashing.SHA256;
    return new UserPut(
        name, sha.hash(password, new Random(5)), sha.moduleName(), Set.of("management"), -1, -1);
  }

  private static TransportInfo from(String address) {
    return new TransportInfo(
        new InetSocketAddress("127.0.0.1", 5672),
        new InetSocketAddress(address, 40000),
        null,
        null);
  }

  private static final class Failing implements Authenticator {
    @Override
    public String name() {
      return "failing";
    }

    @Override
    public Future<AuthDecision> authenticate(Credentials credentials) {
      return Future.failedFuture("server is away");
    }
  }
}
