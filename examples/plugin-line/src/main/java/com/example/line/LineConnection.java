package com.example.line;

import io.netty.buffer.ByteBuf;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.warrenmq.api.auth.Credentials;
import io.warrenmq.api.auth.Principal;
import io.warrenmq.api.broker.BrokerAccess;
import io.warrenmq.api.broker.BrokerConnection;
import io.warrenmq.api.broker.BrokerInfo;
import io.warrenmq.api.broker.ConnectionHandle;
import io.warrenmq.api.broker.ConnectionRequest;
import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.error.ErrorKind;
import io.warrenmq.api.protocol.ConnectionEnd;
import io.warrenmq.api.protocol.ProtocolConnection;
import io.warrenmq.api.protocol.ReadGate;
import io.warrenmq.api.protocol.Transport;
import io.warrenmq.api.queue.SettleOutcome;
import io.warrenmq.api.resource.Arguments;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client: HELLO, LOGIN, then what {@link LineSession} does. While an answer is under way no
 * further line is read, so that answers come in the order of what was asked. Confined to the
 * connection's loop.
 */
final class LineConnection implements ProtocolConnection, ConnectionHandle {
  private static final Logger log = LoggerFactory.getLogger(LineConnection.class);

  private enum State {
    NEW,
    GREETED,
    LOGGED_IN,
    ENDING
  }

  private final Transport transport;
  private final BrokerAccess broker;
  private final LineOptions options;
  private final ReadGate gate;
  private final ConnectionEnd end;
  private State state = State.NEW;
  private @Nullable BrokerConnection connection; // from LOGGED_IN on
  private @Nullable LineSession session; // with it
  private boolean gone;

  LineConnection(Transport transport, BrokerAccess broker, LineOptions options) {
    this.transport = transport;
    this.broker = broker;
    this.options = options;
    this.gate = new ReadGate(transport);
    this.end = new ConnectionEnd(transport, log, broker.limits().handshakeTimeoutMs(), this::close);
  }

  // ---- what comes

  @Override
  public void onBytes(ByteBuf in) {
    try {
      while (!gate.isClosed() && state != State.ENDING) {
        String line = Lines.next(in, options.lineBytesMax());
        if (line == null) {
          return;
        }
        onLine(line);
      }
    } catch (BrokerException fault) {
      onFault(fault);
    }
  }

  private void onFault(BrokerException fault) {
    String reason = LineSession.reason(fault);
    end.logFault(reason);
    say("ERR " + reason);
    close();
  }

  private void onLine(String line) {
    LineSession open = session;
    String[] words = line.split(" ", 4);
    if (open != null) {
      onCommand(open, words, line);
    } else if (state == State.NEW && words[0].equals("HELLO")) {
      BrokerInfo info = broker.info();
      state = State.GREETED;
      say("OK " + info.product() + " " + info.version());
    } else if (state == State.GREETED && words[0].equals("LOGIN") && words.length >= 3) {
      logIn(words[1], words[2], words.length == 4 ? words[3] : "/");
    } else {
      throw new BrokerException(ErrorKind.MALFORMED, "HELLO and LOGIN come first");
    }
  }

  private void onCommand(LineSession open, String[] words, String line) {
    switch (words[0]) {
      case "PUB" -> publish(open, words);
      case "SUB" -> await(open.subscribe(argument(words, line)));
      case "GET" -> await(open.get(argument(words, line)));
      case "ACK" -> open.settle(number(words), SettleOutcome.COMPLETE);
      case "NACK" -> open.settle(number(words), SettleOutcome.REQUEUE);
      case "QUIT" -> {
        say("BYE");
        close();
      }
      default -> throw new BrokerException(ErrorKind.MALFORMED, "no such command");
    }
  }

  private void publish(LineSession open, String[] words) {
    if (words.length < 4) {
      throw new BrokerException(ErrorKind.MALFORMED, "PUB exchange key text");
    }
    gate.onPublishing();
    open.publish(words[1], words[2], words[3]);
  }

  /** The rest of the line. */
  private static String argument(String[] words, String line) {
    if (words.length < 2) {
      throw new BrokerException(ErrorKind.MALFORMED, words[0] + " queue");
    }
    return line.substring(words[0].length() + 1);
  }

  private static long number(String[] words) {
    try {
      return Long.parseLong(words.length == 2 ? words[1] : "");
    } catch (NumberFormatException e) {
      throw new BrokerException(ErrorKind.MALFORMED, words[0] + " number");
    }
  }

  /** Reads on when it is answered; what says no is told, and the connection goes on. */
  private void await(Future<Void> answer) {
    gate.close(ReadGate.ANSWER);
    answer.onComplete(
        result -> {
          if (result.failed()) {
            say("ERR " + reason(result.cause()));
          }
          gate.open(ReadGate.ANSWER);
        });
  }

  // ---- logging in

  private void logIn(String user, String password, String vhost) {
    gate.close(ReadGate.ANSWER);
    broker
        .authenticate(transport.loop(), new Credentials.Password(user, password), transport.info())
        .compose(principal -> broker.open(request(principal, vhost)))
        .onComplete(this::onLogin);
  }

  private ConnectionRequest request(Principal principal, String vhost) {
    return new ConnectionRequest(
        principal, vhost, "line 1", transport.info(), transport.loop(), Arguments.NONE, "", this);
  }

  private void onLogin(AsyncResult<BrokerConnection> login) {
    if (login.failed()) {
      // Why, the log is told; who guesses is not, and has to wait.
      end.logFault("login failed: " + login.cause().getMessage());
      say("ERR access-refused login failed");
      state = State.ENDING;
      end.closeAfterDistrust();
      return;
    }
    BrokerConnection opened = login.result();
    if (gone) { // meanwhile
      opened.close();
      return;
    }
    connection = opened;
    opened.setWritable(transport.isWritable());
    try {
      session = new LineSession(transport, options, broker.limits(), opened, this::onFault);
    } catch (BrokerException refusal) { // as many sessions as the user may have
      onFault(refusal);
      return;
    }
    if (state != State.ENDING) {
      state = State.LOGGED_IN;
      end.onOpen();
      say("OK LOGIN");
      gate.open(ReadGate.ANSWER);
    }
  }

  // ---- what the transport and the broker say

  @Override
  public void onWritable(boolean writable) {
    BrokerConnection open = connection;
    if (open != null) {
      open.setWritable(writable);
    }
    if (writable) {
      gate.open(ReadGate.OUTPUT);
    } else {
      gate.close(ReadGate.OUTPUT);
    }
  }

  @Override
  public void onPublishPause() {
    gate.close(ReadGate.FLOW);
  }

  @Override
  public void onPublishResume() {
    gate.open(ReadGate.FLOW);
  }

  @Override
  public void onBlocked(String reason) {
    gate.setBlocked(true);
  }

  @Override
  public void onUnblocked() {
    gate.setBlocked(false);
  }

  // ---- the end

  @Override
  public void forceClose(String reason) {
    say("BYE " + reason);
    close();
  }

  @Override
  public void onShutdown(String reason) {
    forceClose(reason);
  }

  private void close() {
    state = State.ENDING;
    transport.close();
  }

  @Override
  public void onClosed() {
    gone = true;
    state = State.ENDING;
    end.onClosed();
    LineSession open = session;
    BrokerConnection opened = connection;
    if (open != null) {
      open.end();
    } else if (opened != null) {
      opened.close();
    }
  }

  private void say(String line) {
    if (!gone) {
      Lines.write(transport, line);
    }
  }

  private static String reason(Throwable failure) {
    return failure instanceof BrokerException refusal
        ? LineSession.reason(refusal)
        : "internal error";
  }
}
