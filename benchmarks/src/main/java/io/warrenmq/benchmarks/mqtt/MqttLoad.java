package io.warrenmq.benchmarks.mqtt;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionException;

/** The command line of the load generator; {@link Options} says what it takes. */
public final class MqttLoad {
  private MqttLoad() {}

  /** Runs one scenario. Exit status 1 when it failed, 2 for a wrong command line. */
  public static void main(String[] arguments) {
    Options options;
    try {
      options = Options.parse(arguments);
    } catch (IllegalArgumentException e) {
      System.err.println("mqtt-load: " + e.getMessage() + "\n" + Options.usage());
      System.exit(2);
      return;
    }
    // Not System.out, whose encoding is the system's and knows no µ in some.
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    InetSocketAddress broker = new InetSocketAddress(options.text("host"), options.number("port"));
    try (Network network = new Network(broker)) {
      Run run = new Run(options, network, out);
      run.start();
      if (options.number("seconds") == 0) {
        stopWithInput(run);
      }
      run.end().join();
    } catch (CompletionException e) {
      Throwable cause = e.getCause() != null ? e.getCause() : e;
      System.err.println("mqtt-load: " + cause.getMessage());
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
