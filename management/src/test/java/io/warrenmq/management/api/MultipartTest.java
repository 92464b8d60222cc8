package io.warrenmq.management.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MultipartTest {
  private static final String TYPE = "multipart/form-data; boundary=b";
  private static final String FILE = part("file", "{}");
  private static final String END = "--b--\r\n";

  private static String part(String name, String content) {
    return "--b\r\ncontent-disposition: form-data; name=\"%s\"; filename=\"x\"\r\n\r\n%s\r\n"
        .formatted(name, content);
  }

  private static String file(String form, String type) {
    byte[] bytes = form.getBytes(StandardCharsets.ISO_8859_1);
    return new String(Multipart.part(bytes, type, "file"), StandardCharsets.ISO_8859_1);
  }

  private static void refuses(String form, String reason) {
    assertThatThrownBy(() -> file(form, TYPE))
        .isInstanceOf(ApiException.class)
        .hasMessageContaining("bad_request")
        .hasMessageContaining(reason);
  }

  @Test
  void findsTheFileAmongFields() {
    assertThat(file(part("redirect", "/x") + FILE + part("other", "") + END, TYPE)).isEqualTo("{}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "\r\n", "a\r\n--bb", "--", "--b", "\r\n-", "\r\r\n\n", "\u0000\u00ff"})
  void givesTheBytesAsTheyAre(String content) {
    String form = "--B-1\r\nContent-Disposition: form-data; name=file\r\n\r\n" + content;

    assertThat(file(form + "\r\n--B-1--", "Multipart/Form-Data;boundary=\"B-1\"; x=y"))
        .isEqualTo(content);
  }

  @Test
  void passesOverWhatIsAroundTheParts() {
    assertThat(file("for old mailers\r\n" + FILE + END + "more", TYPE)).isEqualTo("{}");
    assertThat(file("--b \t\r\n" + FILE.substring(5) + END, TYPE)).isEqualTo("{}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "multipart/form-data",
        "multipart/form-data; boundary=",
        "multipart/form-data; boundary=\"\"",
        "multipart/form-data; boundary=\"a",
        "multipart/form-data; boundary=a b",
      })
  void refusesATypeWithoutABoundary(String type) {
    assertThatThrownBy(() -> file(FILE + END, type))
        .isInstanceOf(ApiException.class)
        .hasMessageContaining("boundary");
  }

  @Test
  void refusesABoundaryThatIsTooLong() {
    assertThatThrownBy(() -> file(FILE + END, "multipart/form-data; boundary=" + "b".repeat(71)))
        .isInstanceOf(ApiException.class)
        .hasMessageContaining("70");
  }

  @Test
  void refusesTwoFilesAndNone() {
    refuses(FILE + FILE + END, "more than one");
    refuses(part("other", "{}") + END, "no part named file");
    refuses(END, "no part named file");
    refuses("--b\r\n\r\n{}\r\n" + END, "no part named file");
  }

  @ParameterizedTest
  @CsvSource({"0, boundary", "1, boundary", "3, line", "20, do not end"})
  void refusesABeginning(int length, String reason) {
    refuses((FILE + END).substring(0, length), reason);
  }

  @Test
  void refusesWhateverIsCutOff() {
    String form = FILE + END;
    for (int length = 0; length < FILE.length() + "--b--".length(); length++) {
      String cut = form.substring(0, length);
      assertThatThrownBy(() -> file(cut, TYPE)).as(cut).isInstanceOf(ApiException.class);
    }
  }

  @Test
  void refusesMorePartsAndLongerHeadersThanFormsHave() {
    refuses(part("other", "").repeat(21) + FILE + END, "more than 20 parts");
    refuses(FILE.replace("\"x\"", '"' + "x".repeat(9000) + '"') + END, "do not end");
  }

  @Test
  void refusesAnEncodingOfOldMail() {
    refuses(
        FILE.replace("\r\n\r\n", "\r\ncontent-transfer-encoding: base64\r\n\r\n") + END,
        "for forms");
  }

  @Test
  void knowsFormsByTheirType() {
    assertThat(Multipart.is("multipart/form-data; boundary=x")).isTrue();
    assertThat(Multipart.is("application/json")).isFalse();
    assertThat(Multipart.is(null)).isFalse();
  }
}
