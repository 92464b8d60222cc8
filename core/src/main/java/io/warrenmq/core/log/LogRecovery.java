package io.warrenmq.core.log;

import io.warrenmq.api.message.Message;
import io.warrenmq.core.store.CorruptStoreException;
import io.warrenmq.core.store.FrameLog;
import io.warrenmq.core.store.FrameLogReader;
import io.warrenmq.core.store.StoredInput;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Reads the message log into what each queue still has. One thread. */
final class LogRecovery extends LogContents implements FrameLogReader.Sink {
  private final FrameLog log;
  private boolean closed;

  LogRecovery(FrameLog log, MessageCodec codec) {
    super(codec);
    this.log = log;
  }

  /** The highest id of a queue that the log has seen; 0 for none. */
  long highestQueueId() {
    return queues().keySet().stream().mapToLong(id -> id).max().orElse(0);
  }

  /** Whether the last thing in the log is that it was closed in good order. */
  boolean isClosed() {
    return closed;
  }

  @Override
  public void frame(long fileNumber, long offset, ByteBuffer payload) throws IOException {
    closed = false;
    try {
      read(fileNumber, offset, new StoredInput(payload));
    } catch (StoredInput.MalformedException e) {
      throw new CorruptStoreException(
          log.fileName(fileNumber), offset, String.valueOf(e.getMessage()));
    }
  }

  @Override
  public Message at(long offset) {
    Message message = inFile(offset);
    if (message == null) {
      throw new StoredInput.MalformedException("no message begins at offset " + offset);
    }
    return message;
  }

  @Override
  public void closed() {
    closed = true;
  }

  /**
   * Fails when files at the beginning are missing.
   *
   * @param present the first file that was read
   */
  void checkBeginning(long present) throws CorruptStoreException {
    if (firstFile() > 0 && present > firstFile()) {
      throw new CorruptStoreException(log.fileName(firstFile()), 0, missing(log, present));
    }
  }

  static String missing(FrameLog log, long present) {
    return "the file is missing: the log begins with it, and not with " + log.fileName(present);
  }
}
