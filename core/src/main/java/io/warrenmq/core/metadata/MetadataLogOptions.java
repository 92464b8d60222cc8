package io.warrenmq.core.metadata;

/**
 * The sizes of the metadata's log. Immutable.
 *
 * @param frameBytes what is written together is cut at this size, above 0; the records of one call
 *     stay together whatever their size
 * @param partBytes what is written of a snapshot with one force, above 0; more when the changes
 *     that share the force are more, and at the start
 * @param preallocatedBytes what a file can take before it has to grow, 0 or more
 * @param compactAboveBytes a log is not written anew below this size: it is read in no time
 * @param filesMax files that are taken together into one at a start, 2 or more; each start begins a
 *     file
 */
public record MetadataLogOptions(
    int frameBytes, int partBytes, int preallocatedBytes, long compactAboveBytes, int filesMax) {
  /** For a broker. */
  public static final MetadataLogOptions DEFAULT =
      new MetadataLogOptions(1 << 20, 128 << 10, 1 << 20, 4 << 20, 8);
}
