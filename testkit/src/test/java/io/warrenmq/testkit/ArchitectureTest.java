package io.warrenmq.testkit;

import io.warrenmq.testkit.architecture.ArchitectureRules;
import io.warrenmq.testkit.architecture.ProjectModule;

class ArchitectureTest extends ArchitectureRules {
  ArchitectureTest() {
    super(ProjectModule.TESTKIT);
  }
}
