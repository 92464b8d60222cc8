/**
 * The rules that every module keeps, as tests: which packages may know which, and which calls main
 * code never makes. A module takes them by extending {@link
 * io.warrenmq.testkit.architecture.ArchitectureRules}.
 */
@NullMarked
package io.warrenmq.testkit.architecture;

import org.jspecify.annotations.NullMarked;
