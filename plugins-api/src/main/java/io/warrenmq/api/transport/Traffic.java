package io.warrenmq.api.transport;

/**
 * What has gone over a socket so far, TLS and WebSocket frames not counted where the transport lies
 * above them. Any thread may read, and sees what was true a moment ago.
 */
public interface Traffic {
  /** Of what has no socket. */
  Traffic NONE =
      new Traffic() {
        @Override
        public long receivedBytes() {
          return 0;
        }

        @Override
        public long receivedReads() {
          return 0;
        }

        @Override
        public long sentBytes() {
          return 0;
        }

        @Override
        public long sentWrites() {
          return 0;
        }

        @Override
        public int pendingBytes() {
          return 0;
        }
      };

  /** Bytes that came. */
  long receivedBytes();

  /** In how many pieces. */
  long receivedReads();

  /** Bytes that were written. */
  long sentBytes();

  /** In how many pieces. */
  long sentWrites();

  /** Bytes that are written and that the socket has not taken yet. */
  int pendingBytes();
}
