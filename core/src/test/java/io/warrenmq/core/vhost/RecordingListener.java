package io.warrenmq.core.vhost;

import io.warrenmq.api.event.BrokerEvent;
import io.warrenmq.api.event.BrokerEventListener;
import java.util.ArrayList;
import java.util.List;

/** Keeps what it is told. */
final class RecordingListener implements BrokerEventListener {
  final List<BrokerEvent> events = new ArrayList<>();

  @Override
  public String name() {
    return "recording";
  }

  @Override
  public void onEvent(BrokerEvent event) {
    events.add(event);
  }

  /** The events' names since the last call. */
  List<String> takeNames() {
    List<String> names = events.stream().map(BrokerEvent::name).toList();
    events.clear();
    return names;
  }
}
