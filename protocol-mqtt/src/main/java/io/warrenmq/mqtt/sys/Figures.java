package io.warrenmq.mqtt.sys;

/**
 * The node's figures at one moment. Nobody changes the sums any more.
 *
 * @param nanos when, by the monotonic clock
 * @param sums what all loops have counted
 * @param sessions those with and without a connection
 * @param retained retained messages of all vhosts
 * @param heapBytes what of the heap is in use
 */
record Figures(long nanos, long[] sums, int sessions, int retained, long heapBytes) {
  long of(Counter counter) {
    return sums[counter.ordinal()];
  }
}
