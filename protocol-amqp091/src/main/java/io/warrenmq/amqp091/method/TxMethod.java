package io.warrenmq.amqp091.method;

import io.netty.buffer.ByteBuf;
import io.warrenmq.amqp091.wire.ArgumentReader;

/** Methods of class tx (90): transactions of a channel. */
public sealed interface TxMethod extends Method {

  /** {@code tx.select}: Makes the channel transactional. Client to server. */
  record TxSelect() implements TxMethod {
    static TxSelect read(ArgumentReader in) {
      return new TxSelect();
    }

    @Override
    public int id() {
      return MethodId.TX_SELECT;
    }

    @Override
    public void writeArguments(ByteBuf out) {
      // none
    }
  }

  /** {@code tx.select-ok}: The channel is transactional. Server to client. */
  record TxSelectOk() implements TxMethod {
    static TxSelectOk read(ArgumentReader in) {
      return new TxSelectOk();
    }

    @Override
    public int id() {
      return MethodId.TX_SELECT_OK;
    }

    @Override
    public void writeArguments(ByteBuf out) {
      // none
    }
  }

  /** {@code tx.commit}: Commits. Client to server. */
  record TxCommit() implements TxMethod {
    static TxCommit read(ArgumentReader in) {
      return new TxCommit();
    }

    @Override
    public int id() {
      return MethodId.TX_COMMIT;
    }

    @Override
    public void writeArguments(ByteBuf out) {
      // none
    }
  }

  /** {@code tx.commit-ok}: Committed. Server to client. */
  record TxCommitOk() implements TxMethod {
    static TxCommitOk read(ArgumentReader in) {
      return new TxCommitOk();
    }

    @Override
    public int id() {
      return MethodId.TX_COMMIT_OK;
    }

    @Override
    public void writeArguments(ByteBuf out) {
      // none
    }
  }

  /** {@code tx.rollback}: Rolls back. Client to server. */
  record TxRollback() implements TxMethod {
    static TxRollback read(ArgumentReader in) {
      return new TxRollback();
    }

    @Override
    public int id() {
      return MethodId.TX_ROLLBACK;
    }

    @Override
    public void writeArguments(ByteBuf out) {
      // none
    }
  }

  /** {@code tx.rollback-ok}: Rolled back. Server to client. */
  record TxRollbackOk() implements TxMethod {
    static TxRollbackOk read(ArgumentReader in) {
      return new TxRollbackOk();
    }

    @Override
    public int id() {
      return MethodId.TX_ROLLBACK_OK;
    }

    @Override
    public void writeArguments(ByteBuf out) {
      // none
    }
  }
}
