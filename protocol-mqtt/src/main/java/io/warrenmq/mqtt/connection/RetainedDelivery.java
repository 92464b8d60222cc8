package io.warrenmq.mqtt.connection;

import io.warrenmq.api.message.Message;
import io.warrenmq.mqtt.session.OwnDelivery;

/**
 * A retained message on its way to a client. It comes from no queue, and is settled with none.
 * Immutable.
 *
 * @param topic where it was published to
 * @param message what is sent
 * @param identifier of the subscription; 0 for none
 */
record RetainedDelivery(String topic, Message message, int identifier) implements OwnDelivery {
  @Override
  public String queueName() {
    return "";
  }

  @Override
  public boolean isRedelivered() {
    return false;
  }
}
