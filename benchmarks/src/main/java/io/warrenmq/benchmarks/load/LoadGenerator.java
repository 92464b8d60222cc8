package io.warrenmq.benchmarks.load;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionException;

/** What the main methods of the generators do. */
public final class LoadGenerator {
  private LoadGenerator() {}

  /** Runs one scenario. Exit status 1 when it failed, 2 for a wrong command line. */
  public static void main(
      String name, CommandLine.Grammar grammar, Clients.Factory clients, String... arguments) {
    CommandLine line;
    try {
      line = grammar.parse(arguments);
    } catch (IllegalArgumentException e) {
      System.err.println(name + ": " + e.getMessage() + "\n" + grammar.usage());
      System.exit(2);
      return;
    }
    // Not System.out, whose encoding is the system's and knows no µ in some.
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    InetSocketAddress broker = new InetSocketAddress(line.text("host"), line.number("port"));
    try (Network network = new Network(broker, line.text("websocket"), line.isSet("tls"))) {
      Run run = new Run(line, clients, network, out);
      run.start();
      if (line.number("seconds") == 0) {
        stopWithInput(run);
      }
      run.end().join();
    } catch (CompletionException e) {
      Throwable cause = e.getCause() != null ? e.getCause() : e;
      System.err.println(name + ": " + cause.getMessage());
      System.exit(1);
    }
  }

  private static void stopWithInput(Run run) {
    Thread reader =
        new Thread(
            () -> {
              try {
                System.in.transferTo(OutputStream.nullOutputStream());
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              } finally {
                run.stop();
              }
            },
            "stdin");
    reader.setDaemon(true);
    reader.start();
  }
}
