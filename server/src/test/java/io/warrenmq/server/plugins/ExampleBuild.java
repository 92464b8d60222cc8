package io.warrenmq.server.plugins;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Builds {@code examples/plugin-line} as its author does: with Maven, from a copy outside the
 * project, against the distribution's {@code sdk} alone. Without the network: what is not ours
 * comes from the repository that the project's own build uses, of which it sees all but WarrenMQ.
 */
final class ExampleBuild {
  private static final Path EXAMPLE = Path.of("..", "examples", "plugin-line");
  private static final Path SDK = Path.of("target", "warrenmq", "sdk").toAbsolutePath();
  private static final String OURS = "warrenmq";
  private static final int MINUTES = 5;

  private ExampleBuild() {}

  /** Builds and tests it; gives its jar, in a folder that the next build makes anew. */
  static Path run() throws IOException, InterruptedException {
    Path folder = Path.of("target", "example").toAbsolutePath();
    delete(folder);
    Path project = folder.resolve("plugin-line");
    copy(EXAMPLE.resolve("pom.xml"), project.resolve("pom.xml"));
    copy(EXAMPLE.resolve("src"), project.resolve("src"));
    Path repository = folder.resolve("repository");
    linkAllButOurs(Path.of(System.getProperty("warren.maven.repository")), repository);
    Path log = folder.resolve("build.log");

    ProcessBuilder maven =
        new ProcessBuilder(
                Path.of(System.getProperty("warren.maven.home"), "bin", "mvn").toString(),
                "--batch-mode",
                "--offline",
                "-Daether.offline.protocols=file",
                "-Dmaven.repo.local=" + repository,
                "-Dwarrenmq.sdk=" + SDK,
                "package")
            .directory(project.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    maven.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process build = maven.start();
    if (!build.waitFor(MINUTES, TimeUnit.MINUTES) || build.exitValue() != 0) {
      build.destroyForcibly();
      throw new AssertionError("the example's build failed:\n" + Files.readString(log));
    }
    return project.resolve("target").resolve("plugin-line.jar");
  }

  /** Links each group's folder; those of {@code io} one by one, as ours is among them. */
  private static void linkAllButOurs(Path from, Path to) throws IOException {
    linkChildren(from, to, "io");
    linkChildren(from.resolve("io"), to.resolve("io"), OURS);
  }

  private static void linkChildren(Path from, Path to, String except) throws IOException {
    Files.createDirectories(to);
    for (Path child : children(from)) {
      if (!child.getFileName().toString().equals(except)) {
        Files.createSymbolicLink(to.resolve(child.getFileName()), child.toAbsolutePath());
      }
    }
  }

  private static List<Path> children(Path folder) throws IOException {
    try (Stream<Path> children = Files.list(folder)) {
      return children.toList();
    }
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) { // of links, it deletes the link
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    List<Path> all;
    try (Stream<Path> files = Files.walk(from)) {
      all = files.toList();
    }
    for (Path file : all) {
      Path target = to.resolve(from.relativize(file).toString());
      if (Files.isDirectory(file)) {
        Files.createDirectories(target);
      } else {
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    }
  }
}
