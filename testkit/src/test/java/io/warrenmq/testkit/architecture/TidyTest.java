package io.warrenmq.testkit.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Reads the sources of the whole project, all modules, for what {@link ArchitectureRules} cannot
 * see in class files.
 */
@Tag("check")
class TidyTest {
  private static final Set<String> NOT_OURS =
      Set.of(".git", ".idea", "target", "node_modules", ".build-cache");
  private static final Pattern TEXT =
      Pattern.compile(".*\\.(java|xml|md|sh|py|js|json|conf|properties|html|css)|Makefile|run");

  private final Path root = projectRoot();
  private final List<Path> files = textFiles(root);

  @Test
  void javaSourcesAreTidy() {
    List<Path> sources = files.stream().filter(file -> file.toString().endsWith(".java")).toList();

    assertThat(sources).hasSizeGreaterThan(10);
    assertThat(sources).flatMap(this::checkJava).isEmpty();
  }

  @Test
  void noFileNamesAPathOfOneMachine() {
    assertThat(files).flatMap(file -> TidyRules.checkText(name(file), read(file))).isEmpty();
  }

  @Test
  void everyPackageOfMainCodeSaysWhatItIsForAndIsNullMarked() {
    List<Path> packages =
        files.stream()
            .filter(file -> isMain(file) && file.toString().endsWith(".java"))
            .map(Path::getParent)
            .distinct()
            .toList();

    assertThat(packages)
        .isNotEmpty()
        .allSatisfy(
            folder ->
                assertThat(folder.resolve("package-info.java"))
                    .content()
                    .contains("/**", "@NullMarked"));
  }

  private List<String> checkJava(Path file) {
    return TidyRules.checkJava(name(file), read(file), isMain(file));
  }

  private boolean isMain(Path file) {
    return name(file).contains("src/main/java/");
  }

  private String name(Path file) {
    return root.relativize(file).toString().replace('\\', '/');
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read as UTF-8", e);
    }
  }

  /**
   * Tests run in their module's folder; the project is the nearest one above that has Maven's
   * settings.
   */
  private static Path projectRoot() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(folder.resolve(".mvn"))) {
      folder = folder.getParent();
      assertThat(folder).as("a folder above with .mvn in it").isNotNull();
    }
    return folder;
  }

  private static List<Path> textFiles(Path root) {
    List<Path> files = new ArrayList<>();
    try {
      Files.walkFileTree(
          root,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
              return NOT_OURS.contains(folder.getFileName().toString())
                      || folder.equals(root.resolve("data"))
                  ? FileVisitResult.SKIP_SUBTREE
                  : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              if (TEXT.matcher(file.getFileName().toString()).matches()) {
                files.add(file);
              }
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }
}
