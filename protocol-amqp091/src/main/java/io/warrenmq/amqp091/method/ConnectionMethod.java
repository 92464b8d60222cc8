package io.warrenmq.amqp091.method;

import io.netty.buffer.ByteBuf;
import io.warrenmq.amqp091.wire.ArgumentReader;
import io.warrenmq.amqp091.wire.FieldTable;
import io.warrenmq.amqp091.wire.LongString;
import io.warrenmq.amqp091.wire.Shortstr;

/**
 * Methods of class connection (10): negotiation, opening and closing. They go on channel 0 alone.
 */
public sealed interface ConnectionMethod extends Method {

  /**
   * {@code connection.start}: Begins negotiation. Versions 0..255; mechanisms and locales are
   * separated by spaces. Server to client.
   */
  record ConnectionStart(
      int versionMajor,
      int versionMinor,
      FieldTable serverProperties,
      LongString mechanisms,
      LongString locales)
      implements ConnectionMethod {
    static ConnectionStart read(ArgumentReader in) {
      int versionMajor = in.octet();
      int versionMinor = in.octet();
      FieldTable serverProperties = in.table();
      LongString mechanisms = in.longstr();
      LongString locales = in.longstr();
      return new ConnectionStart(versionMajor, versionMinor, serverProperties, mechanisms, locales);
    }

    @Override
    public int id() {
      return MethodId.CONNECTION_START;
    }

    @Override
    public void writeArguments(ByteBuf out) {
      out.writeByte(versionMajor);
      out.writeByte(versionMinor);
      serverProperties.write(out);
      mechanisms.write(out);
      locales.write(out);
    }
  }

  /**
   * {@code connection.start-ok}: Selects mechanism and locale. The response is what the SASL
   * mechanism says first. Client to server.
   */
  record ConnectionStartOk(
      FieldTable clientProperties, String mechanism, LongString response, String locale)
      implements ConnectionMethod {
    static ConnectionStartOk read(ArgumentReader in) {
      FieldTable clientProperties = in.table();
      String mechanism = in.shortstr();
      LongString response = in.longstr();
      String locale = in.shortstr();
      return new ConnectionStartOk(clientProperties, mechanism, response, locale);
    }

    @Override
    public int id() {
      return MethodId.CONNECTION_START_OK;
    }

    @Override
    public void writeArguments(ByteBuf out) {
      clientProperties.write(out);
      Shortstr.write(out, mechanism);
      response.write(out);
      Shortstr.write(out, locale);
    }
  }

  /** {@code connection.secure}: A challenge of the SASL mechanism. Server to client. */
  record ConnectionSecure(LongString challenge) implements ConnectionMethod {
    static ConnectionSecure read(ArgumentReader in) {
      LongString challenge = in.longstr();
      return new ConnectionSecure(challenge);
    }

    @Override
    public int id() {
      return MethodId.CONNECTION_SECURE;
    }

    @Override
    public void writeArguments(ByteBuf out) {
      challenge.write(out);
    }
  }

  /** {@code connection.secure-ok}: The answer to a challenge. Client to server. */
  record ConnectionSecureOk(LongString response) implements ConnectionMethod {
    static ConnectionSecureOk read(ArgumentReader in) {
      LongString response = in.longstr();
      return new ConnectionSecureOk(response);
    }

    @Override
    public int id() {
      return MethodId.CONNECTION_SECURE_OK;
    }

    @Override
    public void writeArguments(ByteBuf out) {
      response.write(out);
    }
  }

  /**
   * {@code connection.tune}: Proposes limits; 0 is none. The heartbeat is in seconds. Server to
   * client.
   */
  record ConnectionTune(int channelMax, long frameMax, int heartbeatSeconds)
      implements ConnectionMethod {
    static ConnectionTune read(ArgumentReader in) {
      int channelMax = in.unsignedShort();
      long frameMax = in.unsignedInt();
      int heartbeatSeconds = in.unsignedShort();
      return new ConnectionTune(channelMax, frameMax, heartbeatSeconds);
    }

    @Override
    public int id() {
      return MethodId.CONNECTION_TUNE;
    }

    @Override
    public void writeArguments(ByteBuf out) {
      out.writeShort(channelMax);
      out.writeInt((int) frameMax);
      out.writeShort(heartbeatSeconds);
    }
  }

  /**
   * {@code connection.tune-ok}: Settles limits; 0 is none. The heartbeat is in seconds. Client to
   * server.
   */
  record ConnectionTuneOk(int channelMax, long frameMax, int heartbeatSeconds)
      implements ConnectionMethod {
    static ConnectionTuneOk read(ArgumentReader in) {
      int channelMax = in.unsignedShort();
      long frameMax = in.unsignedInt();
      int heartbeatSeconds = in.unsignedShort();
      return new ConnectionTuneOk(channelMax, frameMax, heartbeatSeconds);
    }

    @Override
    public int id() {
      return MethodId.CONNECTION_TUNE_OK;
    }

    @Override
    public void writeArguments(ByteBuf out) {
      out.writeShort(channelMax);
      out.writeInt((int) frameMax);
      out.writeShort(heartbeatSeconds);
    }
  }

  /** {@code connection.open}: Opens a virtual host. Client to server. */
  record ConnectionOpen(String virtualHost) implements ConnectionMethod {
    static ConnectionOpen read(ArgumentReader in) {
      String virtualHost = in.shortstr();
      in.shortstr(); // reserved
      in.octet(); // reserved bits
      return new ConnectionOpen(virtualHost);
    }

    @Override
    public int id() {
      return MethodId.CONNECTION_OPEN;
    }

    @Override
    public void writeArguments(ByteBuf out) {
      Shortstr.write(out, virtualHost);
      out.writeByte(0); // reserved
      out.writeByte(0); // reserved bits
    }
  }

  /** {@code connection.open-ok}: The virtual host is open. Server to client. */
  record ConnectionOpenOk() implements ConnectionMethod {
    static ConnectionOpenOk read(ArgumentReader in) {
      in.shortstr(); // reserved
      return new ConnectionOpenOk();
    }

    @Override
    public int id() {
      return MethodId.CONNECTION_OPEN_OK;
    }

    @Override
    public void writeArguments(ByteBuf out) {
      out.writeByte(0); // reserved
    }
  }

  /**
   * {@code connection.close}: Asks to close the connection, and says why. The ids name the method
   * to blame, or are 0. Either way.
   */
  record ConnectionClose(int replyCode, String replyText, int failedClassId, int failedMethodId)
      implements ConnectionMethod {
    static ConnectionClose read(ArgumentReader in) {
      int replyCode = in.unsignedShort();
      String replyText = in.shortstr();
      int failedClassId = in.unsignedShort();
      int failedMethodId = in.unsignedShort();
      return new ConnectionClose(replyCode, replyText, failedClassId, failedMethodId);
    }

    @Override
    public int id() {
      return MethodId.CONNECTION_CLOSE;
    }

    @Override
    public void writeArguments(ByteBuf out) {
      out.writeShort(replyCode);
      Shortstr.write(out, replyText);
      out.writeShort(failedClassId);
      out.writeShort(failedMethodId);
    }
  }

  /** {@code connection.close-ok}: The connection may be closed. Either way. */
  record ConnectionCloseOk() implements ConnectionMethod {
    static ConnectionCloseOk read(ArgumentReader in) {
      return new ConnectionCloseOk();
    }

    @Override
    public int id() {
      return MethodId.CONNECTION_CLOSE_OK;
    }

    @Override
    public void writeArguments(ByteBuf out) {
      // none
    }
  }

  /**
   * {@code connection.blocked}: The broker takes no publishes for now. An extension of RabbitMQ.
   * Server to client.
   */
  record ConnectionBlocked(String reason) implements ConnectionMethod {
    static ConnectionBlocked read(ArgumentReader in) {
      String reason = in.shortstr();
      return new ConnectionBlocked(reason);
    }

    @Override
    public int id() {
      return MethodId.CONNECTION_BLOCKED;
    }

    @Override
    public void writeArguments(ByteBuf out) {
      Shortstr.write(out, reason);
    }
  }

  /**
   * {@code connection.unblocked}: The broker takes publishes again. An extension of RabbitMQ.
   * Server to client.
   */
  record ConnectionUnblocked() implements ConnectionMethod {
    static ConnectionUnblocked read(ArgumentReader in) {
      return new ConnectionUnblocked();
    }

    @Override
    public int id() {
      return MethodId.CONNECTION_UNBLOCKED;
    }

    @Override
    public void writeArguments(ByteBuf out) {
      // none
    }
  }

  /**
   * {@code connection.update-secret}: Renews a token that expires. An extension of RabbitMQ. Client
   * to server.
   */
  record ConnectionUpdateSecret(LongString newSecret, String reason) implements ConnectionMethod {
    static ConnectionUpdateSecret read(ArgumentReader in) {
      LongString newSecret = in.longstr();
      String reason = in.shortstr();
      return new ConnectionUpdateSecret(newSecret, reason);
    }

    @Override
    public int id() {
      return MethodId.CONNECTION_UPDATE_SECRET;
    }

    @Override
    public void writeArguments(ByteBuf out) {
      newSecret.write(out);
      Shortstr.write(out, reason);
    }
  }

  /** {@code connection.update-secret-ok}: The new secret is in force. Server to client. */
  record ConnectionUpdateSecretOk() implements ConnectionMethod {
    static ConnectionUpdateSecretOk read(ArgumentReader in) {
      return new ConnectionUpdateSecretOk();
    }

    @Override
    public int id() {
      return MethodId.CONNECTION_UPDATE_SECRET_OK;
    }

    @Override
    public void writeArguments(ByteBuf out) {
      // none
    }
  }
}
