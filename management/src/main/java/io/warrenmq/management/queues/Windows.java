package io.warrenmq.management.queues;

import io.warrenmq.management.api.ApiRequest;
import io.warrenmq.management.stats.Window;
import org.jspecify.annotations.Nullable;

/**
 * The histories of queues that a request wants to see.
 *
 * @param lengths of how full they are
 * @param rates of what goes through them
 */
record Windows(@Nullable Window lengths, @Nullable Window rates) {
  static Windows of(ApiRequest request) {
    return new Windows(Window.of(request, "lengths"), Window.of(request, "msg_rates"));
  }
}
