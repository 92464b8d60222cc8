package io.warrenmq.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Command;

class TableTest {

  @Test
  void everyCommandHasItsMethodAndEveryMethodItsCommand() {
    Set<Class<?>> groups = new HashSet<>();
    for (CommandTable.Entry entry : CommandTable.all()) {
      if (entry.group() != null) {
        groups.add(entry.group());
      }
    }
    for (Class<?> group : groups) {
      for (Method method : group.getDeclaredMethods()) {
        Command command = method.getAnnotation(Command.class);
        if (command != null) {
          CommandTable.Entry entry = CommandTable.find(command.name());
          assertThat(entry).as(command.name()).isNotNull();
          assertThat(entry.group()).isEqualTo(group);
          assertThat(entry.method()).isEqualTo(method.getName());
        }
      }
    }
  }

  @Test
  void findsTheNearestWord() {
    List<String> words = List.of("list_queues", "list_users", "status");

    assertThat(Nearest.of("lsit_queues", words)).isEqualTo("list_queues");
    assertThat(Nearest.of("stats", words)).isEqualTo("status");
    assertThat(Nearest.of("bogus_command", words)).isNull();
    assertThat(Nearest.distance("abc", "")).isEqualTo(3);
    assertThat(Nearest.distance("kitten", "sitting")).isEqualTo(3);
  }
}
