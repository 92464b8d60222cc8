/**
 * What every protocol and every exchange type keeps, as tests. A plugin's author extends {@link
 * io.warrenmq.testkit.conformance.ProtocolConformance} or {@link
 * io.warrenmq.testkit.conformance.ExchangeTypeConformance}, says what is particular to the plugin,
 * and has the tests. {@link io.warrenmq.testkit.conformance.ProtocolBench} is for tests of one's
 * own. Everything runs on the test's thread, with simulated loops and time.
 */
@NullMarked
package io.warrenmq.testkit.conformance;

import org.jspecify.annotations.NullMarked;
