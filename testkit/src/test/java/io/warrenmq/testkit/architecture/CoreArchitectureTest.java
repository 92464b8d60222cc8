package io.warrenmq.testkit.architecture;

/** The rules for core, here because core cannot depend on testkit, which depends on it. */
class CoreArchitectureTest extends ArchitectureRules {
  CoreArchitectureTest() {
    super(ProjectModule.CORE);
  }
}
