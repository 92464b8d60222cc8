package io.warrenmq.tracing;

import io.warrenmq.api.interceptor.InterceptedSession;
import io.warrenmq.api.interceptor.MessageInterceptor;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.plugin.PluginContext;
import io.warrenmq.api.queue.Delivery;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Traces messages for OpenTelemetry: found as a plugin, and without effect unless {@code
 * warren.opentelemetry.enabled} is set. Names no class of OpenTelemetry's, so that none is loaded
 * before. Thread-safe once it has started.
 */
public final class OpenTelemetryPlugin implements MessageInterceptor {
  private @Nullable Tracing tracing;

  /** As the service loader wants it. */
  public OpenTelemetryPlugin() {}

  @Override
  public String name() {
    return "opentelemetry";
  }

  @Override
  public void start(PluginContext context) {
    TracingOptions options = TracingOptions.of(context.config());
    if (options.isEnabled()) {
      tracing = Tracing.start(options);
    }
  }

  @Override
  public void stop() {
    if (tracing != null) {
      tracing.stop();
    }
  }

  @Override
  public boolean isActive() {
    return tracing != null;
  }

  @Override
  public Message onPublish(InterceptedSession session, Message message) {
    return messages().onPublish(session, message);
  }

  @Override
  public void onRouted(InterceptedSession session, Message message, List<String> queues) {
    messages().onRouted(session, message, queues);
  }

  @Override
  public Delivery onDelivery(InterceptedSession session, Delivery delivery, boolean settled) {
    return messages().onDelivery(session, delivery, settled);
  }

  private TracedMessages messages() {
    return Objects.requireNonNull(tracing, "not active").messages();
  }
}
