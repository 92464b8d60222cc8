package io.warrenmq.core.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.api.resource.Arguments;
import io.warrenmq.api.resource.QueueDeclaration;
import io.warrenmq.core.metadata.MetadataRecord.GlobalParameterPut;
import io.warrenmq.core.metadata.MetadataRecord.ParameterPut;
import io.warrenmq.core.metadata.MetadataRecord.PolicyPut;
import io.warrenmq.core.metadata.MetadataRecord.QueuePut;
import io.warrenmq.core.metadata.MetadataRecord.UserPut;
import io.warrenmq.core.metadata.MetadataRecord.VhostPut;
import io.warrenmq.core.store.StoredInput;
import io.warrenmq.core.store.StoredOutput;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MetadataCodecTest {
  // User u, hash h, hashing x, tag t, no limits: from before there was anything for SCRAM.
  private static final String USER =
      "02" + "0175" + "0168" + "0178" + "010174" + "ffffffffffffffffff01".repeat(2);

  @Test
  void readsUsersFromBeforeScram() {
    StoredInput in = new StoredInput(ByteBuffer.wrap(HexFormat.of().parseHex(USER + "05")));

    assertThat(MetadataCodec.read(in)).isEqualTo(new UserPut("u", "h", "x", Set.of("t"), -1, -1));
    assertThat(in.remaining()).isEqualTo(1);
  }

  @Test
  void writesUsersWithoutScramAsBefore() {
    assertThat(written(new UserPut("u", "h", "x", Set.of("t"), -1, -1))).isEqualTo(USER);
  }

  @Test
  void writesVhostsThatMayBeDeletedAsBeforeAnyWasProtected() {
    VhostPut open = new VhostPut("v", new VhostSettings("d", List.of("t"), "quorum", 7, -1));
    VhostPut closed = new VhostPut("v", open.settings().withProtection(true));

    String first = written(open);
    String second = written(closed);

    assertThat(first).startsWith("01");
    assertThat(second).startsWith("0d").endsWith(first.substring(2));
    assertThat(read(first)).isEqualTo(open);
    assertThat(read(second)).isEqualTo(closed);
  }

  @Test
  void writesQueuesThatAreNotPausedAsBefore() {
    assertThat(written(queue(false))).isEqualTo("06" + "0176" + "0171" + "01" + "00" + "07");
  }

  @Test
  void knowsWhichQueuesArePaused() {
    String paused = "06" + "0176" + "0171" + "09" + "00" + "07";

    assertThat(written(queue(true))).isEqualTo(paused);
    assertThat(read(paused)).isEqualTo(queue(true));
  }

  private static QueuePut queue(boolean paused) {
    return new QueuePut(
        "v", new QueueDeclaration("q", true, false, false, Arguments.NONE), 7, paused);
  }

  private static String written(MetadataRecord record) {
    StoredOutput out = new StoredOutput(64);
    MetadataCodec.write(record, out);
    byte[] written = new byte[out.size()];
    out.buffer().flip().get(written);
    return HexFormat.of().formatHex(written);
  }

  private static MetadataRecord read(String hex) {
    return MetadataCodec.read(new StoredInput(ByteBuffer.wrap(HexFormat.of().parseHex(hex))));
  }

  @Test
  void readsBackPoliciesAndParameters() {
    List<@Nullable Object> list = new ArrayList<>();
    list.add(null);
    list.add(2.5);
    PolicyPut policy =
        new PolicyPut("/", true, "p", "^q", "queues", 1.5, Map.of("max-length", 5L, "k", list));
    ParameterPut parameter = new ParameterPut("/", "c", "n", Map.of("a", list));
    GlobalParameterPut global = new GlobalParameterPut("g", null);

    for (MetadataRecord record :
        List.of(
            policy, parameter, global, policy.removed(), parameter.removed(), global.removed())) {
      StoredOutput out = new StoredOutput(64);
      MetadataCodec.write(record, out);
      StoredInput in = new StoredInput(out.buffer().flip());

      assertThat(MetadataCodec.read(in)).isEqualTo(record);
      assertThat(in.hasMore()).isFalse();
    }
  }

  @Test
  void writesPoliciesAndParametersInTheFormThatIsOnDisks() {
    assertThat(written(new PolicyPut("v", false, "p", "q", "all", 1L, Map.of("k", "w"))))
        .isEqualTo(
            "0a"
                + "0176"
                + "00"
                + "0170"
                + "0171"
                + "03616c6c"
                + "060000000000000001"
                + "01"
                + "0f016b"
                + "0f0177");
    assertThat(written(new ParameterPut("v", "c", "n", true)))
        .isEqualTo("0b" + "0176" + "0163" + "016e" + "02");
    assertThat(written(new GlobalParameterPut("n", null))).isEqualTo("0c" + "016e" + "00");
  }
}
