package io.warrenmq.server;

import io.warrenmq.server.boot.CoreBroker;
import io.warrenmq.server.boot.Launcher;
import java.util.List;

/** The process's entry point. */
public final class Main {
  private Main() {}

  /**
   * Starts a broker, which runs until the process is told to end.
   *
   * @param arguments {@code --config FILE}, {@code --data-dir DIR}, {@code --set KEY=VALUE}
   */
  public static void main(String[] arguments) {
    new Launcher(CoreBroker::create, System.getenv(), System.out, System.err)
        .run(List.of(arguments))
        .ifPresent(System::exit);
  }
}
