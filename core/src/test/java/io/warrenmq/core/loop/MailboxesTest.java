package io.warrenmq.core.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.error.ErrorKind;
import io.warrenmq.api.loop.Loop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MailboxesTest {
  private final TestLoops loops = new TestLoops(3, 7);
  private final Loop a = loops.loop(0);
  private final Loop b = loops.loop(1);
  private final Mailboxes mailboxes = new Mailboxes(loops.group());
  private final List<String> seen = new ArrayList<>();

  private Mail mail(String name) {
    return () -> seen.add(name);
  }

  @Test
  void deliversMailOfALoopToItselfAtOnce() {
    loops.turn(
        a,
        () -> {
          mailboxes.post(a, a, mail("mail"));
          seen.add("after");
        });

    assertThat(seen).containsExactly("mail", "after");
  }

  @Test
  void runsTaskAfterMailPostedBeforeIt() {
    loops.run(
        a,
        () -> {
          mailboxes.post(a, b, mail("mail"));
          mailboxes.run(a, b, () -> seen.add("task"));
        });

    assertThat(seen).containsExactly("mail", "task");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void metadataTaskRunsAfterMailThatItsAskerHadPosted(long seed) {
    TestLoops seeded = new TestLoops(3, seed);
    Mailboxes boxes = new Mailboxes(seeded.group());
    Loop asker = seeded.loop(0);
    Loop queue = seeded.loop(1);

    seeded.run(
        asker,
        () -> {
          boxes.post(asker, queue, mail("mail"));
          boxes.run(
              asker,
              seeded.metadata(),
              () -> boxes.run(seeded.metadata(), queue, () -> seen.add("task")));
        });

    assertThat(seen).containsExactly("mail", "task");
  }

  @Test
  void asksThereAndAnswersHere() {
    AtomicReference<Future<String>> answer = new AtomicReference<>();
    loops.run(
        a,
        () ->
            answer.set(
                mailboxes
                    .ask(a, b, () -> b.inThread() ? "there" : "elsewhere")
                    .onComplete(done -> seen.add(a.inThread() ? "here" : "elsewhere"))));

    assertThat(answer.get().result()).isEqualTo("there");
    assertThat(seen).containsExactly("here");
  }

  @Test
  void answersTheMetadataLoopOnIt() {
    loops.run(
        loops.metadata(),
        () ->
            mailboxes
                .ask(loops.metadata(), b, () -> 1)
                .onComplete(done -> seen.add(loops.metadata().inThread() ? "here" : "elsewhere")));

    assertThat(seen).containsExactly("here");
  }

  @Test
  void bringsARefusalBack() {
    AtomicReference<Future<String>> answer = new AtomicReference<>();
    loops.run(
        a,
        () ->
            answer.set(
                mailboxes.ask(
                    a,
                    b,
                    () -> {
                      throw new BrokerException(ErrorKind.NOT_FOUND, "nothing there");
                    })));

    assertThatThrownBy(() -> answer.get().toCompletionStage().toCompletableFuture().join())
        .hasRootCauseInstanceOf(BrokerException.class)
        .hasRootCauseMessage("nothing there");
  }
}
