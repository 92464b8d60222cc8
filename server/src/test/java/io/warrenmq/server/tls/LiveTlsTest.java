package io.warrenmq.server.tls;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Files that change under a broker that runs. */
class LiveTlsTest {
  @TempDir Path folder;

  private final Logger logger = (Logger) LoggerFactory.getLogger(LiveTls.class);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private Pki pki;
  private LiveTls tls;

  @BeforeEach
  void start() throws Exception {
    log.start();
    logger.addAppender(log);
    pki = new Pki(folder);
    pki.selfSigned("old").selfSigned("new");
    put("old.crt", "old.key");
    tls = LiveTls.load(TlsOptions.of(pki.files("live")), TlsProvider.AUTO);
  }

  @AfterEach
  void stop() {
    logger.detachAppender(log);
  }

  private void put(String certificate, String key) throws Exception {
    pki.join("live.crt", certificate).join("live.key", key);
  }

  private String shown() throws Exception {
    return shown(MemoryHandshake.engine(tls));
  }

  private String shown(SSLEngine server) throws Exception {
    SSLEngine client = pki.client(Pki.NOBODY, "old", "new").createSSLEngine();
    return MemoryHandshake.of(client, server).shown();
  }

  @Test
  void takesWhatHasChangedAndThenStayed() throws Exception {
    SSLEngine before = MemoryHandshake.engine(tls);
    put("new.crt", "new.key");

    tls.check();
    assertThat(shown()).isEqualTo("old");
    tls.check();

    assertThat(shown()).isEqualTo("new");
    assertThat(tls.certificates())
        .extracting(certificate -> certificate.getSubjectX500Principal().getName())
        .containsExactly("CN=new");
    assertThat(tls.authorities()).isEmpty();
    assertThat(shown(before)).isEqualTo("old");
    assertThat(log.list).hasSize(1);
  }

  @Test
  void takesACertificateAndItsKeyThatAreReplacedOneAfterTheOther() throws Exception {
    put("new.crt", "old.key");
    tls.check();
    put("new.crt", "new.key");
    tls.check();
    tls.check();

    assertThat(shown()).isEqualTo("new");
    assertThat(log.list).extracting(event -> event.getLevel().toString()).containsExactly("INFO");
  }

  @Test
  void staysAsItIsWhenTheNewKeyIsAnotherCertificatesAndSaysSoOnce() throws Exception {
    put("old.crt", "new.key");
    for (int i = 0; i < 5; i++) {
      tls.check();
    }

    assertThat(shown()).isEqualTo("old");
    assertThat(log.list).hasSize(1);
    assertThat(log.list.get(0).getFormattedMessage())
        .contains("live.key: the key does not belong to");
  }

  @Test
  void staysAsItIsWhileAFileIsMissingAndGoesOnAfterwards() throws Exception {
    Files.delete(folder.resolve("live.crt"));
    for (int i = 0; i < 5; i++) {
      tls.check();
    }
    assertThat(shown()).isEqualTo("old");
    assertThat(log.list).hasSize(1);

    put("new.crt", "new.key");
    tls.check();
    tls.check();

    assertThat(shown()).isEqualTo("new");
  }

  @Test
  void doesNothingWhileNothingChanges() throws Exception {
    put("old.crt", "old.key");
    tls.check();
    tls.check();

    assertThat(log.list).isEmpty();
  }

  @Test
  void listenersOfEqualOptionsShareOne() throws Exception {
    try (TlsService service = new TlsService(0, TlsProvider.AUTO)) {
      LiveTls one = service.open(TlsOptions.of(pki.files("live")));

      assertThat(service.open(TlsOptions.of(pki.files("live")))).isSameAs(one);
      assertThat(service.open(TlsOptions.of(pki.files("old")))).isNotSameAs(one);
    }
  }
}
