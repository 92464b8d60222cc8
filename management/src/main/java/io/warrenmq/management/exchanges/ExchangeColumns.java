package io.warrenmq.management.exchanges;

import io.warrenmq.core.definitions.JsonArguments;
import io.warrenmq.core.exchange.Exchange;
import io.warrenmq.core.vhost.Vhost;
import io.warrenmq.management.api.Columns;
import io.warrenmq.management.stats.Statistics;
import io.warrenmq.management.stats.Window;
import org.jspecify.annotations.Nullable;

/** What is shown of an exchange. */
final class ExchangeColumns {
  /** An exchange and its vhost. */
  record In(Vhost vhost, Exchange exchange) {}

  private ExchangeColumns() {}

  static Columns<In> of(Statistics statistics, @Nullable Window window) {
    return basic().add("message_stats", in -> statistics.messageStats(in.exchange(), window));
  }

  /** What it is. */
  static Columns<In> basic() {
    return new Columns<In>()
        .add("arguments", in -> JsonArguments.write(in.exchange().declaration().arguments()))
        .add("auto_delete", in -> in.exchange().declaration().autoDelete())
        .add("durable", in -> in.exchange().declaration().durable())
        .add("internal", in -> in.exchange().declaration().internal())
        .add("name", in -> in.exchange().name())
        .add("policy", in -> in.exchange().policies().policyName())
        .add("type", in -> in.exchange().declaration().type())
        .add("vhost", in -> in.vhost().name());
  }
}
