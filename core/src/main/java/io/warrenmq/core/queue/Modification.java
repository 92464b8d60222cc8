package io.warrenmq.core.queue;

import io.warrenmq.core.loop.Mail;
import java.util.Map;

/**
 * A settlement that adds annotations to its message. It travels in place of the entry, which has no
 * room for what hardly any settlement has. Immutable.
 *
 * @param entry the delivery, and what was said of it
 * @param added not empty
 * @param addedWeight of those, see {@link io.warrenmq.api.message.Annotations#weight}
 */
public record Modification(Entry entry, Map<String, Object> added, int addedWeight)
    implements Mail {
  private static final int OVERHEAD_BYTES = 64;

  @Override
  public void arrive() {
    entry.queue().onModify(this);
  }

  @Override
  public int weight() {
    return OVERHEAD_BYTES + addedWeight;
  }
}
