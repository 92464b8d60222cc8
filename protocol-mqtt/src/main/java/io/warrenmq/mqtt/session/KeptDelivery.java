package io.warrenmq.mqtt.session;

import io.warrenmq.api.message.Message;
import io.warrenmq.api.queue.Delivery;
import org.jspecify.annotations.Nullable;

/**
 * A message of QoS 2 that was sent to a client whose session lasts. It is the client's, however
 * long that is away: it does not expire any more [MQTT-4.3.3-7], and nobody else is sent it
 * [MQTT-4.8.2-4]. Immutable.
 *
 * @param of what its queue waits for; {@code null} once the session has it alone
 * @param topic where it was published to
 * @param message of this protocol's format
 * @param retain whether it was sent as a retained one
 * @param subscriptionIds the identifiers with which it was sent
 */
public record KeptDelivery(
    @Nullable Delivery of, String topic, Message message, boolean retain, int[] subscriptionIds)
    implements OwnDelivery {

  /** The same when its queue has forgotten it. */
  public KeptDelivery alone() {
    return new KeptDelivery(null, topic, message, retain, subscriptionIds);
  }

  /** Whether the session has it alone. */
  public boolean isAlone() {
    return of == null;
  }

  @Override
  public String queueName() {
    return of == null ? "" : of.queueName();
  }

  @Override
  public boolean isRedelivered() {
    return true;
  }
}
