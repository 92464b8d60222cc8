package io.warrenmq.core.metadata;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.error.ErrorKind;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.core.event.EventDispatcher;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The single writer of the control plane. A command runs here in two steps: it checks itself
 * against what is planned and plans its change; and once the store has the change safe, the change
 * is published to the loops that read. So many commands share one sync of the store, each seeing
 * those before it, and no loop sees what a crash could undo.
 *
 * <p>Thread-safe in {@link #call} and {@link #run}; all else is confined to the metadata loop.
 */
public final class MetadataLoop {
  private final Loop loop;
  private final MetadataStore store;
  private final EventDispatcher events;
  private final ArrayDeque<Commit> pending = new ArrayDeque<>();
  private @Nullable Throwable failure;
  private @Nullable Group group; // while commands run that belong together

  /** Creates a writer to whose changes nobody listens. */
  public MetadataLoop(Loop loop, MetadataStore store) {
    this(loop, store, new EventDispatcher(loop, List.of()));
  }

  /**
   * Creates the writer.
   *
   * @param events told what commands have changed
   */
  public MetadataLoop(Loop loop, MetadataStore store, EventDispatcher events) {
    this.loop = loop;
    this.store = store;
    this.events = events;
  }

  /** The loop itself. Any loop. */
  public Loop loop() {
    return loop;
  }

  /** The store. */
  public MetadataStore store() {
    return store;
  }

  /** Who is told of changes, once they are visible. Any loop. */
  public EventDispatcher events() {
    return events;
  }

  /** Runs a task on the metadata loop; at once when the caller is there. Any loop. */
  public void run(Runnable task) {
    if (loop.inThread()) {
      task.run();
    } else {
      loop.execute(task);
    }
  }

  /**
   * Runs a command on the metadata loop and brings its outcome back.
   *
   * @param asker the loop the caller is on, where the future completes
   * @param command may throw a {@link BrokerException}
   */
  public <T extends @Nullable Object> Future<T> call(Loop asker, Supplier<Future<T>> command) {
    if (asker == loop) {
      return attempt(command);
    }
    Promise<T> answer = Promise.promise();
    loop.execute(
        () ->
            attempt(command)
                .onComplete(
                    result ->
                        asker.execute(
                            () -> {
                              if (result.succeeded()) {
                                answer.complete(result.result());
                              } else {
                                answer.fail(result.cause());
                              }
                            })));
    return answer.future();
  }

  /**
   * The same for a user.
   *
   * @param user whose command it is, for who is told what it changes
   */
  public <T extends @Nullable Object> Future<T> callAs(
      String user, Loop asker, Supplier<Future<T>> command) {
    return call(asker, () -> as(user, command));
  }

  /** Runs a command of a user; also what it does once a change of it is visible is that user's. */
  public <T extends @Nullable Object> Future<T> as(String user, Supplier<Future<T>> command) {
    assert loop.inThread();
    Promise<T> answer = Promise.promise();
    events.as(user, () -> attempt(command).onComplete(answer));
    return answer.future();
  }

  /** Runs a part of a command; what it refuses by exception becomes a failed future. Any loop. */
  public static <T extends @Nullable Object> Future<T> attempt(Supplier<Future<T>> part) {
    try {
      return part.get();
    } catch (BrokerException e) {
      return Future.failedFuture(e);
    }
  }

  /**
   * Makes a planned change safe, then publishes it. Changes are published in the order of the
   * calls.
   *
   * @param records what is to survive a restart; empty for transient things
   * @param publish makes the change visible to all loops
   * @return completes once it is visible
   */
  public Future<Void> commit(List<? extends MetadataRecord> records, Runnable publish) {
    assert loop.inThread();
    if (failure != null) {
      return Future.failedFuture(storeFailed(failure));
    }
    Commit commit = new Commit(publish, events.actor());
    pending.add(commit);
    if (group != null) {
      group.records.addAll(records);
      group.commits.add(commit);
    } else if (records.isEmpty()) {
      commit.safe = true;
      publishSafe();
    } else {
      append(List.copyOf(records), List.of(commit));
    }
    return commit.done.future();
  }

  /**
   * Runs commands whose changes are made safe together: after a crash all of them are there, or
   * none.
   *
   * @param commands calls them one after the other
   * @return completes when all changes are visible; fails when a command did. What it refused is
   *     planned in part then, and so nothing more is taken: for the start, which fails with it
   */
  public Future<Void> together(Supplier<List<Future<?>>> commands) {
    assert loop.inThread() && group == null;
    Group begun = new Group();
    group = begun;
    List<Future<?>> answers = commands.get();
    group = null;
    for (Future<?> answer : answers) {
      if (answer.failed()) {
        fail(answer.cause());
        return Future.failedFuture(answer.cause());
      }
    }
    append(begun.records, begun.commits);
    return Future.all(answers).mapEmpty();
  }

  /**
   * Runs commands that were checked before, whose changes are made safe together: after a crash all
   * of them are there, or none. What is refused all the same is left out.
   *
   * @param commands calls them one after the other; their futures are the caller's to look at
   * @return completes when all of them have
   */
  public Future<Void> batch(Supplier<List<Future<?>>> commands) {
    assert loop.inThread() && group == null;
    if (failure != null) {
      return Future.failedFuture(storeFailed(failure));
    }
    Group begun = new Group();
    group = begun;
    List<Future<?>> answers;
    try {
      answers = commands.get();
    } finally {
      group = null;
      keep(begun); // What is planned must be, whatever went wrong then.
    }
    return Future.join(answers).otherwiseEmpty().mapEmpty();
  }

  private void keep(Group begun) {
    if (begun.records.isEmpty()) {
      begun.commits.forEach(commit -> commit.safe = true);
      publishSafe();
    } else {
      append(begun.records, begun.commits);
    }
  }

  private void append(List<MetadataRecord> records, List<Commit> commits) {
    store.append(records).onComplete(stored -> onStored(commits, stored.cause()));
  }

  /**
   * Completes once everything committed so far is visible: for commands that found nothing to
   * change.
   */
  public Future<Void> settled() {
    assert loop.inThread();
    if (failure != null) {
      return Future.failedFuture(storeFailed(failure));
    }
    Commit last = pending.peekLast();
    return last == null ? Future.succeededFuture() : last.done.future();
  }

  private void onStored(List<Commit> commits, @Nullable Throwable cause) {
    assert loop.inThread();
    if (cause != null) {
      fail(cause);
      return;
    }
    commits.forEach(commit -> commit.safe = true);
    publishSafe();
  }

  private void fail(Throwable cause) {
    // What was planned is not safe and never will be: nothing more is planned on top of it.
    failure = cause;
    while (!pending.isEmpty()) {
      pending.remove().done.fail(storeFailed(cause));
    }
  }

  private void publishSafe() {
    for (Commit first; (first = pending.peek()) != null && first.safe; ) {
      pending.remove();
      events.as(first.actor, first::complete);
    }
  }

  private static BrokerException storeFailed(Throwable cause) {
    return new BrokerException(
        ErrorKind.INTERNAL, "the metadata store has failed: " + cause.getMessage());
  }

  /** Commits that share one append. */
  private static final class Group {
    final List<MetadataRecord> records = new ArrayList<>();
    final List<Commit> commits = new ArrayList<>();
  }

  private static final class Commit {
    final Runnable publish;
    final String actor;
    final Promise<Void> done = Promise.promise();
    boolean safe;

    Commit(Runnable publish, String actor) {
      this.publish = publish;
      this.actor = actor;
    }

    void complete() {
      publish.run();
      done.complete();
    }
  }
}
