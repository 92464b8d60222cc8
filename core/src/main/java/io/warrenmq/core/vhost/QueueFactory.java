package io.warrenmq.core.vhost;

import io.warrenmq.api.broker.BrokerConnection;
import io.warrenmq.api.resource.QueueDeclaration;
import io.warrenmq.core.queue.Queue;
import io.warrenmq.core.queue.QueueOptions;
import org.jspecify.annotations.Nullable;

/** Makes queues. Called on the metadata loop. */
@FunctionalInterface
public interface QueueFactory {
  /**
   * Makes an empty queue on its home loop's services. It begins its life with {@link Queue#open},
   * which the caller sees to.
   *
   * @param declaration what it is declared as, with its name and type
   * @param options the same, checked
   * @param owner the connection it belongs to; {@code null} for everybody's
   * @param id see {@link Queue#id}
   */
  Queue create(
      Vhost vhost,
      QueueDeclaration declaration,
      QueueOptions options,
      @Nullable BrokerConnection owner,
      long id);
}
