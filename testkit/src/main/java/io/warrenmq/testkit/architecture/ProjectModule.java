package io.warrenmq.testkit.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * A module of the project, its root package, and the modules whose classes its main code may use.
 * Immutable.
 */
public enum ProjectModule {
  PLUGINS_API("io.warrenmq.api"),
  CORE("io.warrenmq.core", PLUGINS_API),
  EXCHANGE_TYPES("io.warrenmq.exchanges", PLUGINS_API),
  AMQP091("io.warrenmq.amqp091", PLUGINS_API),
  AMQP10("io.warrenmq.amqp10", PLUGINS_API),
  MQTT("io.warrenmq.mqtt", PLUGINS_API),
  STOMP("io.warrenmq.stomp", PLUGINS_API),
  WEBSOCKET("io.warrenmq.websocket", PLUGINS_API),
  MANAGEMENT("io.warrenmq.management", PLUGINS_API, CORE),
  TRACING("io.warrenmq.tracing", PLUGINS_API),
  TESTKIT("io.warrenmq.testkit", PLUGINS_API, CORE),
  CLI("io.warrenmq.cli"),
  SERVER(
      "io.warrenmq.server",
      PLUGINS_API,
      CORE,
      EXCHANGE_TYPES,
      AMQP091,
      AMQP10,
      MQTT,
      STOMP,
      WEBSOCKET,
      MANAGEMENT),
  BENCHMARKS(
      "io.warrenmq.benchmarks",
      PLUGINS_API,
      CORE,
      EXCHANGE_TYPES,
      AMQP091,
      AMQP10,
      MQTT,
      STOMP,
      WEBSOCKET,
      MANAGEMENT,
      TESTKIT,
      SERVER);

  private final String rootPackage;
  private final Set<ProjectModule> sees;

  ProjectModule(String rootPackage, ProjectModule... sees) {
    this.rootPackage = rootPackage;
    this.sees = Set.of(sees);
  }

  String rootPackage() {
    return rootPackage;
  }

  boolean owns(JavaClass type) {
    String packageName = type.getPackageName();
    return packageName.equals(rootPackage) || packageName.startsWith(rootPackage + ".");
  }

  /** The modules that this one may not use: all but itself and those it sees. */
  List<ProjectModule> strangers() {
    return Arrays.stream(values())
        .filter(module -> module != this && !sees.contains(module))
        .toList();
  }

  /** Whether messages pass through this module's code on an event loop, where nothing may block. */
  boolean isOnMessagePath() {
    return switch (this) {
      case PLUGINS_API, CORE, EXCHANGE_TYPES, AMQP091, AMQP10, MQTT, STOMP, WEBSOCKET, TRACING ->
          true;
      case MANAGEMENT, CLI, TESTKIT, SERVER, BENCHMARKS -> false;
    };
  }
}
