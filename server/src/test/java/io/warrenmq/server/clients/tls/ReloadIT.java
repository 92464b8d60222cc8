package io.warrenmq.server.clients.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import com.rabbitmq.client.Connection;
import io.warrenmq.server.tls.LiveTls;
import io.warrenmq.server.tls.Pki;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Certificates that are replaced while clients are connected. */
class ReloadIT extends TlsTest {
  private final Log log = new Log();

  @BeforeEach
  void listen() {
    log.start();
    log.logger.addAppender(log);
  }

  @AfterEach
  void stopListening() {
    log.logger.detachAppender(log);
  }

  private void startWatching() throws Exception {
    start("listeners.ssl.default=127.0.0.1:0", "warren.tls.reload_interval=20ms");
  }

  @Test
  void newConnectionsGetTheNewCertificateAndOldOnesStay() throws Exception {
    startWatching();
    try (Connection before = amqp(port("amqp091"), Pki.NOBODY)) {
      pki.selfSigned("other").signed("new", "other", "subjectAltName=DNS:localhost,IP:127.0.0.1");
      pki.join("broker.crt", "new.crt").join("broker.key", "new.key");
      assertThat(log.next()).contains("new connections get what is now in the files");

      assertThat(echoed(before, "still here")).isEqualTo("still here");
      assertThatThrownBy(() -> pki.connect(port("amqp091"), Pki.NOBODY, "ca"))
          .isInstanceOf(SSLException.class);
      pki.connect(port("amqp091"), Pki.NOBODY, "other").close();
    }
  }

  @Test
  void filesThatCannotBeAreNamedAndTheOldOnesServeOn() throws Exception {
    startWatching();
    pki.write("broker.crt", "this is no certificate");

    assertThat(log.next())
        .contains("ssl_options.certfile = " + pki.file("broker.crt"))
        .contains("there is no certificate in it");
    try (Connection after = amqp(port("amqp091"), Pki.NOBODY)) {
      assertThat(echoed(after, "hello")).isEqualTo("hello");
    }
  }

  /** What is said of the files. */
  private static final class Log extends AppenderBase<ILoggingEvent> {
    private final Logger logger = (Logger) LoggerFactory.getLogger(LiveTls.class);
    private final BlockingQueue<String> texts = new LinkedBlockingQueue<>();

    @Override
    protected void append(ILoggingEvent event) {
      texts.add(event.getFormattedMessage());
    }

    String next() throws InterruptedException {
      return texts.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
  }
}
