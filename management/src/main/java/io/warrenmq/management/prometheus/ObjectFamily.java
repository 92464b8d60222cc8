package io.warrenmq.management.prometheus;

import io.warrenmq.core.session.SessionStatus;
import io.warrenmq.management.prometheus.Group.Row;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** The families of the detailed page that have a series for each object, by their names. */
enum ObjectFamily {
  QUEUE_COARSE_METRICS {
    @Override
    void write(Exposition out, String prefix, Snapshot snapshot) {
      List<Row<QueueMetrics.Look>> queues = snapshot.queues(false, QueueMetrics::labels);
      QueueMetrics.COARSE.writeEach(out, prefix, queues);
      QueueMetrics.writeInfo(out, prefix, queues);
    }
  },
  QUEUE_CONSUMER_COUNT {
    @Override
    void write(Exposition out, String prefix, Snapshot snapshot) {
      QueueMetrics.CONSUMER_COUNT.writeEach(
          out, prefix, snapshot.queues(false, QueueMetrics::labels));
    }
  },
  QUEUE_METRICS {
    @Override
    void write(Exposition out, String prefix, Snapshot snapshot) {
      QueueMetrics.DETAILS.writeEach(out, prefix, snapshot.queues(false, QueueMetrics::labels));
    }
  },
  QUEUE_DELIVERY_METRICS {
    @Override
    void write(Exposition out, String prefix, Snapshot snapshot) {
      QueueMetrics.DELIVERY.writeEach(out, prefix, snapshot.queues(true, QueueMetrics::labels));
    }
  },
  CHANNEL_QUEUE_EXCHANGE_METRICS {
    @Override
    void write(Exposition out, String prefix, Snapshot snapshot) {
      QueueMetrics.PUBLISHED.writeEach(
          out, prefix, snapshot.queues(true, QueueMetrics::publishedLabels));
    }
  },
  QUEUE_EXCHANGE_METRICS {
    @Override
    void write(Exposition out, String prefix, Snapshot snapshot) {
      QueueMetrics.PUBLISHED_BY_EXCHANGES.writeEach(
          out, prefix, snapshot.queues(true, QueueMetrics::labels));
    }
  },
  EXCHANGE_METRICS {
    @Override
    void write(Exposition out, String prefix, Snapshot snapshot) {
      ExchangeMetrics.TRAFFIC.writeEach(out, prefix, snapshot.usedExchanges());
    }
  },
  CONNECTION_COARSE_METRICS {
    @Override
    void write(Exposition out, String prefix, Snapshot snapshot) {
      ConnectionMetrics.COARSE.writeEach(out, prefix, snapshot.connections());
    }
  },
  CONNECTION_METRICS {
    @Override
    void write(Exposition out, String prefix, Snapshot snapshot) {
      ConnectionMetrics.DETAILS.writeEach(out, prefix, snapshot.connections());
    }
  },
  CHANNEL_METRICS {
    @Override
    void write(Exposition out, String prefix, Snapshot snapshot) {
      ofSessions(ChannelMetrics.DETAILS, out, prefix, snapshot, ChannelMetrics::labels);
    }
  },
  CHANNEL_EXCHANGE_METRICS {
    @Override
    void write(Exposition out, String prefix, Snapshot snapshot) {
      ofSessions(ChannelMetrics.PUBLISHING, out, prefix, snapshot, ChannelMetrics::vhostLabels);
    }
  },
  CHANNEL_QUEUE_METRICS {
    @Override
    void write(Exposition out, String prefix, Snapshot snapshot) {
      ofSessions(ChannelMetrics.CONSUMING, out, prefix, snapshot, ChannelMetrics::vhostLabels);
    }
  };

  private static void ofSessions(
      Group<SessionStatus> group,
      Exposition out,
      String prefix,
      Snapshot snapshot,
      Function<SessionStatus, byte[]> labels) {
    List<Row<SessionStatus>> sessions = snapshot.sessions(labels);
    if (sessions != null) {
      group.writeEach(out, prefix, sessions);
    }
  }

  /** Writes all of its families. */
  abstract void write(Exposition out, String prefix, Snapshot snapshot);

  /** Whether that is its name. */
  boolean is(String name) {
    return name().toLowerCase(Locale.ROOT).equals(name);
  }

  /** Whether it is one of sessions, which their loops are asked for. */
  static boolean isOfSessions(String name) {
    return CHANNEL_METRICS.is(name)
        || CHANNEL_EXCHANGE_METRICS.is(name)
        || CHANNEL_QUEUE_METRICS.is(name);
  }
}
