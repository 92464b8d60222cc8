package io.warrenmq.testkit.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * What holds for the main code of one module. A module's {@code ArchitectureTest} extends this with
 * its {@link ProjectModule}, and each rule is then a test of its own. The rules read class files: a
 * constant that javac copied from another class leaves no trace there. Their tag leaves them out of
 * builds with {@code -Pfast}.
 */
@Tag("check")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ArchitectureRules {
  private final ProjectModule module;
  private final JavaClasses classes;

  /** Reads the module's class files from the class path. */
  protected ArchitectureRules(ProjectModule module) {
    this.module = module;
    // A rule asks of a library's class only what it is called, so its file need not be read, which
    // saves a third of the time.
    ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
    this.classes =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(module.rootPackage());
  }

  /** Without it a renamed root package would turn every other rule green. */
  @Test
  void hasClassesToCheck() {
    assertTrue(classes.stream().anyMatch(module::owns), "no class in " + module.rootPackage());
  }

  @Test
  void seesOnlyWhatTheDesignLetsItSee() {
    List<ProjectModule> strangers = module.strangers();

    check(
        noClasses()
            .should()
            .dependOnClassesThat(
                describe(
                    "are in one of " + strangers,
                    type -> strangers.stream().anyMatch(stranger -> stranger.owns(type)))));
  }

  @Test
  void packagesFormNoCycle() {
    check(slices().assignedFrom(new PackageSlices()).should().beFreeOfCycles());
  }

  /** So that whatever goes over the wire can be tested, and fuzzed, without a connection. */
  @Test
  void codecsKnowNoConnection() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(ours("wire", "codec", "method", "packet", "frame"))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ours("connection", "channel", "session", "link")));
  }

  @Test
  void nobodySleeps() {
    Assumptions.assumeTrue(module != ProjectModule.BENCHMARKS, "a benchmark may wait its time out");

    check(
        noClasses()
            .should()
            .callMethodWhere(
                describe(
                    "it is Thread.sleep",
                    call ->
                        call.getTargetOwner().isEquivalentTo(Thread.class)
                            && call.getName().equals("sleep"))));
  }

  /** The clock that reads it is the exception, hence the name. */
  @Test
  void wallClockIsReadByClocksAlone() {
    Assumptions.assumeTrue(module != ProjectModule.BENCHMARKS, "a benchmark measures real time");

    check(
        noClasses()
            .that()
            .haveSimpleNameNotEndingWith("Clock")
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .because("a simulation must be able to turn the clock"));
  }

  /** What takes a library's log to ours is the exception, hence the name. */
  @Test
  void logsThroughSlf4j() {
    check(
        noClasses()
            .that()
            .haveSimpleNameNotEndingWith("LogBridge")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.util.logging.."));
  }

  @Test
  void locksNothingOnTheWayOfAMessage() {
    Assumptions.assumeTrue(module.isOnMessagePath(), "no message passes here");

    check(
        noClasses().should().dependOnClassesThat().resideInAPackage("java.util.concurrent.locks"));
  }

  private void check(ArchRule rule) {
    rule.allowEmptyShould(true).check(classes);
  }

  private String[] ours(String... packages) {
    return Stream.of(packages)
        .map(name -> module.rootPackage() + ".." + name + "..")
        .toArray(String[]::new);
  }

  /** Each package is a slice, the root and those nested in another included. */
  private static final class PackageSlices implements SliceAssignment {
    @Override
    public SliceIdentifier getIdentifierOf(JavaClass type) {
      return SliceIdentifier.of(type.getPackageName());
    }

    @Override
    public String getDescription() {
      return "packages";
    }
  }
}
