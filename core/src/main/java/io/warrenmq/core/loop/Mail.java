package io.warrenmq.core.loop;

/**
 * What travels from one loop to another. Implemented by the objects that travel anyway (a queue's
 * entry, a batch of confirms), so that nothing is allocated for the journey. Handed over with
 * everything the sender wrote before; the sender does not touch it afterwards.
 */
public interface Mail {
  /** Called on the receiving loop. */
  void arrive();

  /**
   * Roughly how many bytes of memory it holds, for back-pressure. The same however often it is
   * asked.
   */
  default int weight() {
    return 64;
  }
}
