package io.warrenmq.core.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.api.auth.Credentials;
import io.warrenmq.api.auth.SaslMechanism.SaslExchange;
import io.warrenmq.api.auth.SaslMechanism.SaslStep;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScramExchangeTest {
  // RFC 7677 §3: user "user", password "pencil".
  private static final String SERVER_NONCE = "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
  private static final String NONCE = "rOprNGfwEbeRWgbNEkqO" + SERVER_NONCE;
  private static final String CLIENT_FIRST = "n,,n=user,r=rOprNGfwEbeRWgbNEkqO";
  private static final String SERVER_FIRST = "r=" + NONCE + ",s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096";
  private static final String CLIENT_FINAL =
      "c=biws,r=" + NONCE + ",p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=";
  private static final String SERVER_FINAL = "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=";

  private static final ScramKeys PENCIL =
      ScramKeys.of(
          ScramHash.SHA_256,
          "pencil",
          Base64.getDecoder().decode("W22ZaJ0SNY7soEsUEjb6gQ=="),
          4096);

  private final SaslExchange exchange = exchange(SERVER_NONCE);

  private static SaslExchange exchange(String serverNonce) {
    return new ScramExchange(
        user ->
            user.startsWith("user")
                ? PENCIL
                : ScramKeys.decoy(ScramHash.SHA_256, new byte[] {1}, user),
        serverNonce);
  }

  private SaslStep respond(String message) {
    return exchange.respond(message.getBytes(UTF_8));
  }

  private String challenge(String message) {
    return challenge(respond(message));
  }

  private static String challenge(SaslStep step) {
    assertThat(step).isInstanceOf(SaslStep.Challenge.class);
    return new String(((SaslStep.Challenge) step).challenge(), UTF_8);
  }

  private static String error(SaslStep step) {
    assertThat(step).isInstanceOf(SaslStep.Refused.class);
    return new String(((SaslStep.Refused) step).failureData(), UTF_8);
  }

  private static void isProved(SaslStep step, String user) {
    assertThat(step).isInstanceOf(SaslStep.Show.class);
    assertThat(((SaslStep.Show) step).credentials())
        .isEqualTo(new Credentials.Exchanged(user, "SCRAM-SHA-256"));
  }

  /** What a client with the password sends last, after this first message and answer. */
  private static String clientFinal(String first, String answer, String password) {
    String header = first.substring(0, first.indexOf(',', first.indexOf(',') + 1) + 1);
    String[] parts = answer.split(",", -1);
    String bare = first.substring(header.length());
    String without =
        "c=" + Base64.getEncoder().encodeToString(header.getBytes(UTF_8)) + "," + parts[0];
    byte[] salt = Base64.getDecoder().decode(parts[1].substring(2));
    int iterations = Integer.parseInt(parts[2].substring(2));
    byte[] clientKey =
        ScramHash.SHA_256.hmac(ScramHash.SHA_256.stretch(password, salt, iterations), "Client Key");
    byte[] signature =
        ScramHash.SHA_256.hmac(
            ScramHash.SHA_256.digest(clientKey), bare + "," + answer + "," + without);
    for (int i = 0; i < clientKey.length; i++) {
      clientKey[i] ^= signature[i];
    }
    return without + ",p=" + Base64.getEncoder().encodeToString(clientKey);
  }

  @Test
  void goesAsInTheExampleOfItsSpecification() {
    assertThat(challenge(CLIENT_FIRST)).isEqualTo(SERVER_FIRST);

    SaslStep last = respond(CLIENT_FINAL);

    isProved(last, "user");
    assertThat(((SaslStep.Show) last).successData()).asString(UTF_8).isEqualTo(SERVER_FINAL);
  }

  @Test
  void asksForAFirstMessageThatDidNotComeWithTheMechanism() {
    assertThat(challenge("")).isEmpty();
    assertThat(challenge(CLIENT_FIRST)).isEqualTo(SERVER_FIRST);

    isProved(respond(CLIENT_FINAL), "user");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "y,,n=user,r=x",
        "n,a=user,n=user,r=x",
        "y,a=user=2C=3D,n=user=2C=3D,r=x",
        "n,,n=user,r=x,t=extension,Z=x=y"
      })
  void takesAllThatAFirstMessageMayHave(String first) {
    String answer = challenge(first);

    isProved(
        respond(clientFinal(first, answer, "pencil")), first.contains("=2C") ? "user,=" : "user");
  }

  @Test
  void extensionsOfTheFinalMessageAreSigned() {
    String answer = challenge("n,,n=user,r=x");
    String last = clientFinal("n,,n=user,r=x", answer, "pencil");

    assertThat(error(respond(last.replace(",p=", ",x=y,p=")))).isEqualTo("e=invalid-proof");
  }

  @Test
  void refusesAWrongPassword() {
    String answer = challenge(CLIENT_FIRST);

    SaslStep last = respond(clientFinal(CLIENT_FIRST, answer, "Pencil"));

    assertThat(error(last)).isEqualTo("e=invalid-proof");
    assertThat(((SaslStep.Refused) last).reason()).isEqualTo("user 'user' - invalid credentials");
  }

  @Test
  void refusesWhoDoesNotExistAsAWrongPassword() {
    String first = "n,,n=nobody,r=x";
    String answer = challenge(first);

    assertThat(answer).matches("r=x\\Q" + SERVER_NONCE + "\\E,s=[A-Za-z0-9+/]{22}==,i=4096");
    assertThat(error(respond(clientFinal(first, answer, "pencil")))).isEqualTo("e=invalid-proof");
  }

  @Test
  void whatWasSaidBeforeProvesNothing() {
    SaslExchange another = exchange("another");
    another.respond(CLIENT_FIRST.getBytes(UTF_8));
    assertThat(error(another.respond(CLIENT_FINAL.getBytes(UTF_8)))).isEqualTo("e=other-error");

    String nonce = "rOprNGfwEbeRWgbNEkqOanother";
    SaslExchange adapted = exchange("another");
    adapted.respond(CLIENT_FIRST.getBytes(UTF_8));
    assertThat(error(adapted.respond(CLIENT_FINAL.replace(NONCE, nonce).getBytes(UTF_8))))
        .isEqualTo("e=invalid-proof");
  }

  @Test
  void takesNothingAfterTheLastMessage() {
    respond(CLIENT_FIRST);
    isProved(respond(CLIENT_FINAL), "user");

    assertThat(respond(CLIENT_FINAL)).isInstanceOf(SaslStep.Malformed.class);
    assertThat(respond(CLIENT_FIRST)).isInstanceOf(SaslStep.Malformed.class);
  }

  @Test
  void aSecondAttemptNeedsASecondExchange() {
    respond(CLIENT_FIRST);
    assertThat(error(respond(CLIENT_FINAL.replace("p=dH", "p=dI")))).isEqualTo("e=invalid-proof");

    assertThat(respond(CLIENT_FINAL)).isInstanceOf(SaslStep.Malformed.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "p=tls-unique,,n=user,r=x | e=channel-binding-not-supported",
        "n,,m=x,n=user,r=x | e=extensions-not-supported",
        "n,,n=us=er,r=x | e=invalid-username-encoding",
        "n,,n=us=2c,r=x | e=invalid-username-encoding",
        "n,,n=us=,r=x | e=invalid-username-encoding",
        "n,a=us=,n=user,r=x | e=invalid-username-encoding",
        "n,,n=us\u0001er,r=x | e=invalid-username-encoding",
        "n,a=admin,n=user,r=x | e=other-error"
      })
  void saysWhatItRefusesOfAFirstMessage(String first, String error) {
    assertThat(error(respond(first))).isEqualTo(error);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "n",
        "n,",
        "n,,",
        ",,n=user,r=x",
        "x,,n=user,r=x",
        "nn,,n=user,r=x",
        "n,x=y,n=user,r=x",
        "n,a=,n=user,r=x",
        "n,,r=x,n=user",
        "n,,n=,r=x",
        "n,,n=user",
        "n,,n=user,r=",
        "n,,n=user,r=a b",
        "n,,n=user,r=\u00E4",
        "n,,n=user,r=x,",
        "n,,n=user,r=x,y",
        "n,,n=user,r=x,y=",
        "n,,n=user,r=x,1=z",
        "n,,n=user,r=x,\u00E4=z"
      })
  void noOtherFirstMessageIsOne(String first) {
    assertThat(respond(first)).isInstanceOf(SaslStep.Malformed.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "c=eSws,r=NONCE,p=PROOF | e=channel-bindings-dont-match", // y,, in place of n,,
        "c=biwsYQ==,r=NONCE,p=PROOF | e=channel-bindings-dont-match",
        "c=biws,r=NONCEx,p=PROOF | e=other-error",
        "c=biws,r=x,p=PROOF | e=other-error",
        "c=biws,r=NONCE,p=AAAA | e=invalid-proof",
        "c=biws,r=NONCE,x=y,p=PROOF | e=invalid-proof"
      })
  void saysWhatItRefusesOfAFinalMessage(String last, String error) {
    respond(CLIENT_FIRST);

    assertThat(error(respond(filled(last)))).isEqualTo(error);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "c=biws,r=NONCE",
        "c=biws,p=PROOF",
        "p=PROOF",
        ",p=PROOF",
        "c=,r=NONCE,p=PROOF",
        "c=%%%,r=NONCE,p=PROOF",
        "r=NONCE,c=biws,p=PROOF",
        "c=biws,r=NONCE,p=",
        "c=biws,r=NONCE,p=%%%",
        "c=biws,r=NONCE,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVR=",
        "c=biws,r=NONCE,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ",
        "c=biws,r=NONCE,p=PROOF,x=y",
        "c=biws,r=NONCE,,p=PROOF",
        ""
      })
  void noOtherFinalMessageIsOne(String last) {
    respond(CLIENT_FIRST);

    assertThat(respond(filled(last))).isInstanceOf(SaslStep.Malformed.class);
  }

  private static String filled(String last) {
    return last.replace("NONCE", NONCE).replace("PROOF", CLIENT_FINAL.split(",p=", 2)[1]);
  }

  @Test
  void takesNoMoreThanItsBound() {
    byte[] message = Arrays.copyOf("n,,n=user,r=x,y=".getBytes(UTF_8), 4096);
    Arrays.fill(message, 16, 4096, (byte) 'z');

    assertThat(exchange.respond(message)).isInstanceOf(SaslStep.Challenge.class);
    assertThat(exchange(SERVER_NONCE).respond(Arrays.copyOf(message, 4097)))
        .isInstanceOf(SaslStep.Malformed.class);
    assertThat(exchange(SERVER_NONCE).respond(("n,,n=user,r=" + "x".repeat(257)).getBytes(UTF_8)))
        .isInstanceOf(SaslStep.Malformed.class);
  }

  /** Nothing but the right bytes proves anything, and nothing throws. */
  @Test
  void withstandsMessagesThatAreAlmostRight() {
    List<byte[]> right = List.of(CLIENT_FIRST.getBytes(UTF_8), CLIENT_FINAL.getBytes(UTF_8));
    Random random = new Random(7);
    for (int i = 0; i < 30_000; i++) {
      SaslExchange attacked = exchange(SERVER_NONCE);
      byte[] first = i % 2 == 0 ? right.get(0) : mutated(right.get(0), random);
      byte[] last = i % 2 == 0 ? mutated(right.get(1), random) : right.get(1);
      if (attacked.respond(first) instanceof SaslStep.Challenge) {
        SaslStep end = attacked.respond(last);
        boolean isRight = Arrays.equals(first, right.get(0)) && Arrays.equals(last, right.get(1));
        assertThat(end instanceof SaslStep.Show)
            .as("seed 7, round %d: %s, %s", i, new String(first, UTF_8), new String(last, UTF_8))
            .isEqualTo(isRight);
      }
    }
  }

  private static byte[] mutated(byte[] message, Random random) {
    byte[] changed = message.clone();
    for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
      int at = random.nextInt(changed.length);
      switch (random.nextInt(4)) {
        case 0 -> changed[at] = (byte) random.nextInt(256);
        case 1 -> changed[at] = (byte) ",=npracbymv".charAt(random.nextInt(11));
        case 2 -> changed = Arrays.copyOf(changed, Math.max(1, at));
        default -> {
          byte[] longer = Arrays.copyOf(changed, changed.length + 1);
          System.arraycopy(changed, at, longer, at + 1, changed.length - at);
          changed = longer;
        }
      }
    }
    return changed;
  }
}
