package io.warrenmq.amqp10;

import io.warrenmq.testkit.architecture.ArchitectureRules;
import io.warrenmq.testkit.architecture.ProjectModule;

class ArchitectureTest extends ArchitectureRules {
  ArchitectureTest() {
    super(ProjectModule.AMQP10);
  }
}
