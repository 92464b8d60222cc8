package io.warrenmq.amqp091;

import io.warrenmq.testkit.architecture.ArchitectureRules;
import io.warrenmq.testkit.architecture.ProjectModule;

class ArchitectureTest extends ArchitectureRules {
  ArchitectureTest() {
    super(ProjectModule.AMQP091);
  }
}
