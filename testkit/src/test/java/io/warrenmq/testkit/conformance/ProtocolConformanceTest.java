package io.warrenmq.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.warrenmq.api.protocol.ProtocolPlugin;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/**
 * The kit lets a protocol pass that keeps everything, and finds each fault of one that does not.
 */
class ProtocolConformanceTest {
  /** As an author has it. */
  private static class Kit extends ProtocolConformance {
    private final Fault fault;

    Kit(Fault fault) {
      this.fault = fault;
    }

    @Override
    protected ProtocolPlugin newPlugin() {
      return new FaultyProtocol(fault);
    }

    @Override
    protected List<byte[]> login(String username, String password) {
      return List.of(line("HLOGIN " + username + " " + password));
    }

    @Override
    protected byte[] publish(String text) {
      return line("P " + text);
    }

    @Override
    protected List<byte[]> subscribe() {
      return List.of(line("S"));
    }

    private static byte[] line(String text) {
      return (text + "\n").getBytes(StandardCharsets.UTF_8);
    }
  }

  @Nested
  class OfAFaultlessProtocol extends Kit {
    OfAFaultlessProtocol() {
      super(Fault.NONE);
    }
  }

  @ParameterizedTest
  @EnumSource(value = Fault.class, mode = Mode.EXCLUDE, names = "NONE")
  void finds(Fault fault) {
    Kit kit = new Kit(fault);
    kit.startBench();
    try {
      assertThatThrownBy(() -> fault.finder.run(kit)).isInstanceOf(AssertionError.class);
    } finally {
      kit.closeBench();
    }
  }
}
