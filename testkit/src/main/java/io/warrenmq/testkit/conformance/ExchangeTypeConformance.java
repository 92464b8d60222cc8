package io.warrenmq.testkit.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.error.ErrorKind;
import io.warrenmq.api.exchange.Binding;
import io.warrenmq.api.exchange.Destination;
import io.warrenmq.api.exchange.ExchangeRouter;
import io.warrenmq.api.exchange.ExchangeType;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.resource.Arguments;
import io.warrenmq.api.resource.ExchangeDeclaration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/**
 * What every exchange type keeps. An author's test extends this, says which bindings take which
 * messages, and has these tests.
 */
public abstract class ExchangeTypeConformance {
  private static final int QUEUES = 12;
  private static final int ROUTES = 2000; // enough for one that chooses to choose each
  private static final int READERS = 3;
  private static final int CHANGES = 20_000;

  /** For subclasses. */
  protected ExchangeTypeConformance() {}

  /** The exchange type. */
  protected abstract ExchangeType newType();

  /** Arguments that an exchange of this type is declared with. */
  protected Arguments declarationArguments() {
    return Arguments.NONE;
  }

  /**
   * Different bindings, each with a message that goes to its destination when it is the only
   * binding; two at least, where the type tells bindings apart.
   */
  protected abstract List<RouteSample> samples();

  /**
   * Whether a message goes to one of the destinations that would do, as by a hash, and not to all.
   */
  protected boolean choosesOne() {
    return false;
  }

  /**
   * The sample with another message, on which one that chooses may decide otherwise: by default one
   * with another routing key.
   *
   * @param number another one each time
   */
  protected RouteSample varied(RouteSample sample, int number) {
    return new RouteSample(
        sample.bindingKey(), sample.arguments(), sample.routingKey() + number, sample.headers());
  }

  /** Arguments that no exchange of this type may be declared with. */
  protected List<Arguments> refusedDeclarations() {
    return List.of();
  }

  /**
   * The names of the arguments that mean something to the type, of exchanges or of bindings: it is
   * given values of every kind under them.
   */
  protected List<String> argumentNames() {
    return List.of();
  }

  @Test
  final void hasANameThatClientsCanDeclare() {
    String name = newType().name();

    assertFalse(name.isEmpty());
    assertEquals(name, newType().name());
  }

  @Test
  final void acceptsWhatItsSamplesSay() {
    ExchangeType type = newType();

    type.validate(declaration());
    for (RouteSample sample : samples()) {
      type.validateBinding(declaration(), sample.bindingKey(), sample.arguments());
    }
  }

  @Test
  final void routesNowhereWithoutBindings() {
    ExchangeRouter router = newRouter();

    samples().forEach(sample -> assertEquals(Set.of(), route(router, sample)));
  }

  @Test
  final void routesToWhatIsBoundAndNoMoreWhenItIsUnbound() {
    for (RouteSample sample : samples()) {
      ExchangeRouter router = newRouter();
      Queue queue = new Queue("queue");

      router.bind(binding(queue, sample));
      assertEquals(Set.of(queue), route(router, sample), () -> "bound by " + sample);
      router.unbind(binding(queue, sample));

      assertEquals(Set.of(), route(router, sample), () -> "no longer bound by " + sample);
    }
  }

  @Test
  final void reachesEveryQueueThatIsBoundAlike() {
    for (RouteSample sample : samples()) {
      ExchangeRouter router = newRouter();
      List<Queue> queues = queues();

      queues.forEach(queue -> router.bind(binding(queue, sample)));

      assertEquals(Set.copyOf(queues), reached(router, sample));
    }
  }

  @Test
  final void takesOneOfSeveralAwayAndLeavesTheOthers() {
    for (RouteSample sample : samples()) {
      ExchangeRouter router = newRouter();
      List<Queue> queues = queues();
      queues.forEach(queue -> router.bind(binding(queue, sample)));

      Set<Destination> left = new HashSet<>(queues);
      for (Queue gone : queues) {
        router.unbind(binding(gone, sample));
        left.remove(gone);

        assertEquals(left, reached(router, sample), () -> "without " + gone);
      }
    }
  }

  @Test
  final void keepsAQueueThatHasAnotherBindingLeft() {
    List<RouteSample> samples = samples();
    for (RouteSample kept : samples) {
      for (RouteSample gone : samples) {
        if (!gone.equals(kept) && differs(gone, kept)) {
          ExchangeRouter router = newRouter();
          Queue queue = new Queue("queue");

          router.bind(binding(queue, gone));
          router.bind(binding(queue, kept));
          router.unbind(binding(queue, gone));

          assertEquals(Set.of(queue), route(router, kept), () -> kept + " without " + gone);
        }
      }
    }
  }

  @Test
  final void routesAlikeInWhateverOrderItWasBound() {
    List<RouteSample> samples = samples();
    List<Binding> bindings = new ArrayList<>();
    for (Queue queue : queues()) {
      RouteSample sample = samples.get(bindings.size() % samples.size());
      bindings.add(binding(queue, sample));
    }
    List<Set<Destination>> expected = routesOf(bindings);

    for (int seed = 0; seed < 20; seed++) {
      List<Binding> shuffled = new ArrayList<>(bindings);
      Collections.shuffle(shuffled, new Random(seed));
      assertEquals(expected, routesOf(shuffled), () -> "bound in the order " + shuffled);
    }
  }

  @Test
  final void givesEachExchangeBindingsOfItsOwn() {
    ExchangeType type = newType();
    ExchangeRouter one = type.newRouter(declaration());
    ExchangeRouter other = type.newRouter(declaration());

    for (RouteSample sample : samples()) {
      one.bind(binding(new Queue("queue"), sample));
      assertEquals(Set.of(), route(other, sample));
    }
  }

  @Test
  final void looksAtNothingButTheKeyIfItSaysSo() {
    ExchangeRouter router = newRouter();
    if (!router.routesByKeyOnly()) {
      return;
    }
    for (RouteSample sample : samples()) {
      queues().forEach(queue -> router.bind(binding(queue, sample)));
      Message plain = PlainFormat.INSTANCE.message("x", sample.routingKey(), "");
      Set<Destination> expected = route(router, plain);

      for (int i = 0; i < 100; i++) {
        Message other =
            new PlainFormat(Map.of("number", i)).message("y", sample.routingKey(), "text " + i);
        assertEquals(expected, route(router, other), "of the same key " + sample.routingKey());
      }
    }
  }

  @Test
  final void routesWhileBindingsComeAndGo() throws Exception {
    List<RouteSample> samples = samples();
    ExchangeRouter router = newRouter();
    Queue lasting = new Queue("lasting");
    samples.forEach(sample -> router.bind(binding(lasting, sample)));
    AtomicBoolean done = new AtomicBoolean();
    CountDownLatch reading = new CountDownLatch(READERS);
    ExecutorService threads = Executors.newFixedThreadPool(READERS);
    try {
      List<CompletableFuture<Void>> readers = new ArrayList<>();
      for (int i = 0; i < READERS; i++) {
        readers.add(
            CompletableFuture.runAsync(() -> read(router, lasting, reading, done), threads));
      }
      reading.await();
      change(router);
      done.set(true);
      for (CompletableFuture<Void> reader : readers) {
        reader.get(); // throws what the reader has thrown
      }
    } finally {
      done.set(true);
      threads.shutdown();
    }
  }

  /** Routes until it is told to end: without the destination that is always there, it fails. */
  private void read(
      ExchangeRouter router, Queue lasting, CountDownLatch reading, AtomicBoolean done) {
    List<RouteSample> samples = samples();
    for (int i = 0; !done.get(); i++) {
      RouteSample sample = samples.get(i % samples.size());
      Set<Destination> found = route(router, sample);
      boolean isEnough = choosesOne() ? !found.isEmpty() : found.contains(lasting);
      assertTrue(isEnough, () -> "a binding that was there all the time: " + sample);
      if (i == 0) {
        reading.countDown();
      }
    }
  }

  private void change(ExchangeRouter router) {
    List<RouteSample> samples = samples();
    List<Queue> queues = queues();
    Random random = new Random(1);
    Set<Binding> bound = new HashSet<>();
    for (int i = 0; i < CHANGES; i++) {
      RouteSample sample = samples.get(random.nextInt(samples.size()));
      Binding binding = binding(queues.get(random.nextInt(QUEUES)), sample);
      if (bound.add(binding)) {
        router.bind(binding);
      } else {
        bound.remove(binding);
        router.unbind(binding);
      }
    }
  }

  @Test
  final void refusesWhatItCannotTakeAndSaysSo() {
    for (Arguments arguments : refusedDeclarations()) {
      BrokerException refusal =
          assertThrows(
              BrokerException.class,
              () -> newType().validate(declaration(arguments)),
              arguments::toString);
      assertEquals(ErrorKind.PRECONDITION_FAILED, refusal.kind());
      assertFalse(refusal.text().isEmpty());
    }
  }

  @Test
  final void takesOrRefusesWhateverValueAnArgumentHas() {
    for (Arguments arguments : anyArguments()) {
      ExchangeDeclaration declaration = declaration(arguments);
      if (isTaken(() -> newType().validate(declaration))) {
        newType().newRouter(declaration); // what was let through works
      }
    }
  }

  @Test
  final void takesOrRefusesAnyBindingAndRoutesAnyMessageByIt() {
    List<String> keys =
        List.of("", "0", "-1", "99999999999999999999", "a.b", "*.#", "ß€", "k".repeat(255));
    List<Arguments> all = new ArrayList<>(anyArguments());
    all.add(Arguments.NONE);
    ExchangeRouter router = newRouter();
    for (String key : keys) {
      for (Arguments arguments : all) {
        if (isTaken(() -> newType().validateBinding(declaration(), key, arguments))) {
          Binding binding = new Binding(new Queue("queue"), key, arguments);
          router.bind(binding);
          keys.forEach(each -> route(router, PlainFormat.INSTANCE.message("x", each, "")));
          router.unbind(binding);
        }
      }
    }
  }

  private List<Arguments> anyArguments() {
    List<Arguments> all = new ArrayList<>();
    for (String name : argumentNames()) {
      SampleMessages.arguments().forEach(value -> all.add(Arguments.of(Map.of(name, value))));
    }
    return all;
  }

  /** Whether it is not refused; another failure than a refusal fails the test. */
  private static boolean isTaken(Runnable check) {
    try {
      check.run();
      return true;
    } catch (BrokerException refusal) {
      assertEquals(ErrorKind.PRECONDITION_FAILED, refusal.kind());
      return false;
    }
  }

  private ExchangeRouter newRouter() {
    return newType().newRouter(declaration());
  }

  private ExchangeDeclaration declaration() {
    return declaration(declarationArguments());
  }

  private ExchangeDeclaration declaration(Arguments arguments) {
    return new ExchangeDeclaration("x", newType().name(), true, false, false, arguments);
  }

  private static Binding binding(Destination destination, RouteSample sample) {
    return new Binding(destination, sample.bindingKey(), sample.arguments());
  }

  /** Two bindings of one queue that are not the same binding. */
  private static boolean differs(RouteSample one, RouteSample other) {
    return !one.bindingKey().equals(other.bindingKey())
        || !one.arguments().equals(other.arguments());
  }

  private static List<Queue> queues() {
    List<Queue> queues = new ArrayList<>();
    for (int i = 0; i < QUEUES; i++) {
      queues.add(new Queue("queue " + i));
    }
    return queues;
  }

  /** Where each sample's message goes; of one that chooses, where it may go. */
  private List<Set<Destination>> routesOf(List<Binding> bindings) {
    ExchangeRouter router = newRouter();
    bindings.forEach(router::bind);
    return samples().stream().map(sample -> reached(router, sample)).toList();
  }

  /** All that many messages like the sample's reach; fails when one of them reaches none. */
  private Set<Destination> reached(ExchangeRouter router, RouteSample sample) {
    if (!choosesOne()) {
      return route(router, sample);
    }
    Set<Destination> reached = new HashSet<>();
    for (int i = 0; i < ROUTES; i++) {
      reached.addAll(route(router, varied(sample, i)));
    }
    return reached;
  }

  private Set<Destination> route(ExchangeRouter router, RouteSample sample) {
    return route(router, sample.message());
  }

  private Set<Destination> route(ExchangeRouter router, Message message) {
    Set<Destination> found = new HashSet<>();
    router.route(message, message.routingKey(), found::add);
    assertFalse(found.contains(null), "a destination");
    assertTrue(!choosesOne() || found.size() <= 1, () -> "one was to be chosen: " + found);
    return found;
  }

  /** A queue that is nothing but a name; no record, as destinations are compared by identity. */
  private static final class Queue implements Destination {
    private final String name;

    Queue(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public boolean isExchange() {
      return false;
    }

    @Override
    public boolean isLocal() {
      return true;
    }

    @Override
    public String toString() {
      return name;
    }
  }
}
