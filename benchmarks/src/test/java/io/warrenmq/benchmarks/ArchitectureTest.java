package io.warrenmq.benchmarks;

import io.warrenmq.testkit.architecture.ArchitectureRules;
import io.warrenmq.testkit.architecture.ProjectModule;

class ArchitectureTest extends ArchitectureRules {
  ArchitectureTest() {
    super(ProjectModule.BENCHMARKS);
  }
}
