package io.warrenmq.cli;

import io.warrenmq.cli.command.Program;
import io.warrenmq.cli.command.Session;
import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The entry point of {@code bin/warrenctl}, but for its command {@code store}. */
public final class Warrenctl {
  private static final int OUT_CHARS = 1 << 16;

  private Warrenctl() {}

  /** Runs a command, and ends the process. */
  public static void main(String[] arguments) {
    Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT); // Scripts read the same everywhere.
    PrintWriter out = writer(FileDescriptor.out, "stdout.encoding", false);
    PrintWriter err = writer(FileDescriptor.err, "stderr.encoding", true);
    Session session = new Session(System.getenv(), System.in, out, err);
    int code = new Program(session, version()).run(arguments);
    out.flush();
    err.flush();
    System.exit(code);
  }

  /** The version of this build; of classes outside a jar, {@code (unpackaged)}. */
  private static String version() {
    String version = Warrenctl.class.getPackage().getImplementationVersion();
    return version == null ? "(unpackaged)" : version;
  }

  private static PrintWriter writer(FileDescriptor to, String property, boolean autoFlush) {
    // The terminal's charset; UTF-8 where that could not even write the names of queues.
    Charset charset = Charset.forName(System.getProperty(property, "UTF-8"));
    if (charset.equals(StandardCharsets.US_ASCII)) {
      charset = StandardCharsets.UTF_8;
    }
    return new PrintWriter(
        new BufferedWriter(new OutputStreamWriter(new FileOutputStream(to), charset), OUT_CHARS),
        autoFlush);
  }
}
