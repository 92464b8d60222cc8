package io.warrenmq.server.clients.tutorials;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import io.warrenmq.server.clients.BrokerUnderTest;
import io.warrenmq.server.clients.ClientProgram;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The programs of the seven tutorials, each in each language, as a reader would run them. */
class TutorialsIT {
  private final String prefix = "tutorial-" + UUID.randomUUID() + "-";
  private final List<ClientProgram> programs = new ArrayList<>();

  /** How the programs of a language are called. */
  enum Language {
    PYTHON {
      @Override
      List<String> command(Class<?> program, String... args) {
        return ClientProgram.python("tutorials/" + lower(program) + ".py", args);
      }
    },
    NODE {
      @Override
      List<String> command(Class<?> program, String... args) {
        return ClientProgram.node("tutorials/" + lower(program) + ".js", args);
      }
    },
    JAVA {
      @Override
      List<String> command(Class<?> program, String... args) {
        return ClientProgram.java(program, args);
      }
    };

    abstract List<String> command(Class<?> program, String... args);

    private static String lower(Class<?> program) {
      return program.getSimpleName().toLowerCase(Locale.ROOT);
    }
  }

  @AfterEach
  void cleanUp() throws Exception {
    programs.forEach(ClientProgram::close);
    try (Connection connection = BrokerUnderTest.get().factory().newConnection()) {
      Channel channel = connection.createChannel();
      for (String queue : List.of("hello", "task_queue", "rpc_queue")) {
        channel.queueDelete(prefix + queue);
      }
      for (String exchange : List.of("logs", "direct_logs", "topic_logs")) {
        channel.exchangeDelete(prefix + exchange);
      }
    }
  }

  private ClientProgram start(List<String> command) {
    ClientProgram program = ClientProgram.start(command, Map.of("PREFIX", prefix));
    programs.add(program);
    return program;
  }

  private List<String> run(List<String> command) throws Exception {
    return start(command).awaitSuccess();
  }

  @ParameterizedTest
  @EnumSource
  void helloWorld(Language in) throws Exception {
    ClientProgram receiver = start(in.command(Hello.class, "receive"));
    receiver.awaitLine("[*] Waiting for messages");

    run(in.command(Hello.class, "send"));

    receiver.awaitLine("[x] Received Hello World!");
  }

  @ParameterizedTest
  @EnumSource
  void workQueues(Language in) throws Exception {
    run(in.command(Work.class, "task", "before any worker"));
    ClientProgram worker = start(in.command(Work.class, "worker"));
    worker.awaitLine("[x] Received before any worker");
    worker.awaitLine("[x] Done");

    run(in.command(Work.class, "task", "second"));

    worker.awaitLine("[x] Received second");
    worker.awaitLine("[x] Done");
  }

  @ParameterizedTest
  @EnumSource
  void publishSubscribe(Language in) throws Exception {
    ClientProgram one = start(in.command(Logs.class, "receive"));
    ClientProgram two = start(in.command(Logs.class, "receive"));
    one.awaitLine("[*] Waiting for logs");
    two.awaitLine("[*] Waiting for logs");

    run(in.command(Logs.class, "emit", "line"));

    one.awaitLine("[x] line");
    two.awaitLine("[x] line");
  }

  @ParameterizedTest
  @EnumSource
  void routing(Language in) throws Exception {
    ClientProgram errors = start(in.command(Routing.class, "receive", "error"));
    ClientProgram both = start(in.command(Routing.class, "receive", "info", "error"));
    errors.awaitLine("[*] Waiting for logs");
    both.awaitLine("[*] Waiting for logs");

    run(in.command(Routing.class, "emit", "info", "started"));
    run(in.command(Routing.class, "emit", "error", "broken"));

    both.awaitLine("[x] info:started");
    both.awaitLine("[x] error:broken");
    errors.awaitLine("[x] error:broken");
  }

  @ParameterizedTest
  @EnumSource
  void topics(Language in) throws Exception {
    ClientProgram kernel = start(in.command(Topics.class, "receive", "kern.*"));
    ClientProgram critical = start(in.command(Topics.class, "receive", "*.critical", "cron.#"));
    kernel.awaitLine("[*] Waiting for logs");
    critical.awaitLine("[*] Waiting for logs");

    run(in.command(Topics.class, "emit", "kern.info", "quiet"));
    run(in.command(Topics.class, "emit", "kern.critical", "loud"));

    kernel.awaitLine("[x] kern.info:quiet");
    kernel.awaitLine("[x] kern.critical:loud");
    critical.awaitLine("[x] kern.critical:loud");
  }

  @ParameterizedTest
  @EnumSource
  void rpc(Language in) throws Exception {
    ClientProgram server = start(in.command(Rpc.class, "server"));
    server.awaitLine("[*] Awaiting RPC requests");

    ClientProgram client = start(in.command(Rpc.class, "client", "30"));

    server.awaitLine("[.] fib(30)");
    client.awaitLine("[.] Got 832040");
    client.awaitSuccess();
  }

  @ParameterizedTest
  @EnumSource
  void publisherConfirms(Language in) throws Exception {
    List<String> said = run(in.command(Confirms.class));

    assertThat(said).contains(" [x] Published 200 messages individually");
    assertThat(said).endsWith(" [x] Unroutable message returned");
  }
}
