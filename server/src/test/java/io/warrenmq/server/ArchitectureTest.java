package io.warrenmq.server;

import io.warrenmq.testkit.architecture.ArchitectureRules;
import io.warrenmq.testkit.architecture.ProjectModule;

class ArchitectureTest extends ArchitectureRules {
  ArchitectureTest() {
    super(ProjectModule.SERVER);
  }
}
