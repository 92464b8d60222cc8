package io.warrenmq.testkit.architecture;

/**
 * The rules for plugins-api, here because plugins-api cannot depend on testkit, which depends on
 * it.
 */
class PluginsApiArchitectureTest extends ArchitectureRules {
  PluginsApiArchitectureTest() {
    super(ProjectModule.PLUGINS_API);
  }
}
