package io.warrenmq.mqtt.session;

import io.warrenmq.api.queue.Delivery;

/** A delivery of the plugin's own: nobody asks for what a queue would count of it. */
public interface OwnDelivery extends Delivery {
  @Override
  default int deliveryCount() {
    return -1;
  }

  @Override
  default long deliveredMs() {
    return 0;
  }

  @Override
  default long settleTimeoutMs() {
    return 0;
  }
}
