package io.warrenmq.stomp.codec;

/**
 * What a client may send at most. Immutable.
 *
 * @param headBytes of command and headers, all lines of them; above 0
 * @param headers in one frame, repeated ones too; above 0
 * @param frameBytes of all of a frame, from the command to the end of the body; above 0
 */
public record FrameLimits(int headBytes, int headers, int frameBytes) {
  /** For a client that has not logged in. A token of OAuth 2.0 has a few kilobytes. */
  public static final FrameLimits BEFORE_LOGIN = new FrameLimits(16_384, 50, 16_384);

  private static final int HEAD_BYTES = 65_536;
  private static final int HEADERS = 1_000;

  /**
   * For a client that has logged in: what there is no key for, and {@code stomp.max_frame_size}.
   */
  public static FrameLimits ofFrame(int frameBytes) {
    return new FrameLimits(HEAD_BYTES, HEADERS, frameBytes);
  }
}
