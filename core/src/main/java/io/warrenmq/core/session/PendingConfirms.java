package io.warrenmq.core.session;

/**
 * Publishes that wait for more than one queue: how many have not answered, and whether one refused.
 * An open-addressing map from publish id to that, without boxing. Confined to the session's loop.
 */
final class PendingConfirms {
  private static final int REFUSED = 1 << 30;
  private static final long[] NO_IDS = {0};
  private static final int[] NO_STATES = {0};
  private static final int SLOTS = 16; // to begin with

  private long[] ids = NO_IDS; // 0: free
  private int[] states = NO_STATES;
  private int size;

  /** Begins to wait for so many answers, two or more. */
  void expect(long publishId, int answers) {
    if ((size + 1) * 2 > ids.length) {
      grow();
    }
    int slot = slotOf(publishId);
    ids[slot] = publishId;
    states[slot] = answers;
    size++;
  }

  /**
   * Takes one answer.
   *
   * @return 0 while more are awaited; 1 when all have accepted, −1 when all have answered and one
   *     has refused
   */
  int answer(long publishId, boolean accepted) {
    int slot = slotOf(publishId);
    if (ids[slot] != publishId) {
      return accepted ? 1 : -1; // It waited for one queue only.
    }
    int state = (states[slot] - 1) | (accepted ? 0 : REFUSED);
    states[slot] = state;
    if ((state & ~REFUSED) > 0) {
      return 0;
    }
    remove(slot);
    return state == 0 ? 1 : -1;
  }

  private int slotOf(long id) {
    int mask = ids.length - 1;
    int slot = hash(id) & mask;
    while (ids[slot] != 0 && ids[slot] != id) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private static int hash(long id) {
    long mixed = id * 0x9E3779B97F4A7C15L;
    return (int) (mixed >>> 32);
  }

  private void grow() {
    long[] oldIds = ids;
    int[] oldStates = states;
    ids = new long[Math.max(SLOTS, oldIds.length * 2)];
    states = new int[ids.length];
    for (int i = 0; i < oldIds.length; i++) {
      if (oldIds[i] != 0) {
        int slot = slotOf(oldIds[i]);
        ids[slot] = oldIds[i];
        states[slot] = oldStates[i];
      }
    }
  }

  /** Frees a slot and moves up what had been pushed behind it, so that no search stops early. */
  private void remove(int slot) {
    size--;
    int mask = ids.length - 1;
    int hole = slot;
    for (int i = (hole + 1) & mask; ids[i] != 0; i = (i + 1) & mask) {
      int ideal = hash(ids[i]) & mask;
      if (((i - ideal) & mask) >= ((i - hole) & mask)) {
        ids[hole] = ids[i];
        states[hole] = states[i];
        hole = i;
      }
    }
    ids[hole] = 0;
  }
}
