package io.warrenmq.cli.command;

import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A run of the program, and what it gave. */
record Run(int exitCode, String out, String err) {

  /** Against an API, with nothing to read and no configuration. */
  static Run of(FakeApi api, String... arguments) {
    return with(Map.of("WARRENCTL_URL", api.url(), "HOME", "/nonexistent"), "", arguments);
  }

  static Run with(Map<String, String> environment, String in, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Session session =
        new Session(
            environment,
            new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)),
            new PrintWriter(out, true),
            new PrintWriter(err, true));
    int code = new Program(session, "1.2.3").run(arguments);
    return new Run(code, out.toString(), err.toString());
  }
}
