package io.warrenmq.testkit.metadata;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.warrenmq.api.message.Binary;
import io.warrenmq.api.message.Symbol;
import io.warrenmq.api.message.Timestamp;
import io.warrenmq.api.message.Unsigned;
import io.warrenmq.api.resource.Arguments;
import io.warrenmq.api.resource.BindingDeclaration;
import io.warrenmq.api.resource.ExchangeDeclaration;
import io.warrenmq.api.resource.QueueDeclaration;
import io.warrenmq.core.metadata.MetadataRecord;
import io.warrenmq.core.metadata.MetadataRecord.BindingPut;
import io.warrenmq.core.metadata.MetadataRecord.ExchangePut;
import io.warrenmq.core.metadata.MetadataRecord.PermissionPut;
import io.warrenmq.core.metadata.MetadataRecord.QueuePut;
import io.warrenmq.core.metadata.MetadataRecord.SecretPut;
import io.warrenmq.core.metadata.MetadataRecord.TopicPermissionPut;
import io.warrenmq.core.metadata.MetadataRecord.UserPut;
import io.warrenmq.core.metadata.MetadataRecord.VhostPut;
import io.warrenmq.core.metadata.VhostSettings;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Records for tests. */
final class Records {
  private Records() {}

  static QueuePut queue(String name, long id) {
    return queue(name, id, Arguments.NONE);
  }

  static QueuePut queue(String name, long id, Arguments arguments) {
    return new QueuePut("/", new QueueDeclaration(name, true, false, false, arguments), id);
  }

  static ExchangePut exchange(String name, Arguments arguments) {
    return new ExchangePut(
        "/", new ExchangeDeclaration(name, "topic", true, false, false, arguments));
  }

  static BindingPut binding(String source, String queue, String key) {
    return new BindingPut("/", new BindingDeclaration(source, queue, false, key, Arguments.NONE));
  }

  static VhostPut vhost(String name) {
    return new VhostPut(name, VhostSettings.NONE);
  }

  /** Names that a client may choose. */
  static List<String> hostileNames() {
    return List.of(
        "",
        " ",
        "\0",
        "a\u0000b\u0007\u007F",
        "x".repeat(255),
        "ü".repeat(127),
        "€".repeat(85),
        "\uD83D\uDC07".repeat(63), // beyond the first 65,536 characters: four bytes each
        "\uFEFF\u202E\uFFFF",
        "../../etc/passwd",
        "'; drop table queues; --");
  }

  /** One value of each type that an argument may have, and all of them inside one another. */
  static Arguments allTypes() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("void", Arguments.VOID);
    map.put("true", true);
    map.put("false", false);
    map.put("byte", Byte.MIN_VALUE);
    map.put("short", Short.MIN_VALUE);
    map.put("int", Integer.MIN_VALUE);
    map.put("long", Long.MIN_VALUE);
    map.put("ubyte", Unsigned.ubyte(255));
    map.put("ushort", Unsigned.ushort(65_535));
    map.put("uint", Unsigned.uint(0xFFFF_FFFFL));
    map.put("ulong", Unsigned.ulong(-1));
    map.put("float", Float.NaN);
    map.put("double", -0.0);
    map.put("infinite", Double.NEGATIVE_INFINITY);
    map.put("decimal", new BigDecimal("-1.500"));
    map.put("tiny", new BigDecimal("1E-255"));
    map.put("char", '\uFFFF');
    map.put("timestamp", new Timestamp(-1));
    map.put("uuid", new UUID(-1, Long.MAX_VALUE));
    map.put("binary", new Binary(new byte[] {0, -1, 127, -128}));
    map.put("empty", new Binary(new byte[0]));
    map.put("text", "\uD83D\uDC07 and ü");
    map.put("symbol", new Symbol("ascii"));
    for (String name : hostileNames()) {
      map.put(name, name);
    }
    Map<String, Object> outer = new LinkedHashMap<>(map);
    outer.put(
        "array", Arrays.asList(1, "two", null, List.of(), List.of(List.copyOf(map.values()))));
    outer.put("table", map);
    outer.put("arguments", Arguments.of(map));
    outer.put("deep", nested(150));
    return Arguments.of(outer);
  }

  private static Object nested(int depth) {
    Object value = Map.of();
    for (int i = 0; i < depth; i++) {
      value = i % 2 == 0 ? List.of(value) : Map.of("x", value);
    }
    return value;
  }

  /** Each kind of record with each name in each place. */
  static List<MetadataRecord.Put> everything() {
    List<MetadataRecord.Put> all = new ArrayList<>();
    List<String> names = hostileNames();
    names.forEach(
        name ->
            all.add(
                new VhostPut(name, new VhostSettings(name, List.of(name, "t"), name, 7, 1 << 30))));
    all.add(new VhostPut("v", new VhostSettings("", List.of(), null, -1, 0)));
    all.add(new VhostPut("p", VhostSettings.NONE.withProtection(true)));
    names.forEach(
        name -> all.add(new UserPut(name, name, name, Set.of(name, "tag"), -1, Integer.MAX_VALUE)));
    all.add(new UserPut("u", "", "", Set.of(), 0, 0));
    names.forEach(name -> all.add(new UserPut(name + "s", name, "h", Set.of(), 0, 0, "s" + name)));
    names.forEach(name -> all.add(new SecretPut(name, new Binary(name.getBytes(UTF_8)))));
    names.forEach(name -> all.add(new PermissionPut(name, name + "v", ".*", name, "")));
    names.forEach(name -> all.add(new TopicPermissionPut(name, name + "v", "x", name, "")));
    for (int i = 0; i < 8; i++) {
      ExchangeDeclaration declaration =
          new ExchangeDeclaration(
              names.get(i), "t" + i, (i & 1) != 0, (i & 2) != 0, (i & 4) != 0, allTypes());
      all.add(new ExchangePut(names.get(i), declaration));
    }
    for (int i = 0; i < 8; i++) {
      QueueDeclaration declaration =
          new QueueDeclaration(names.get(i), (i & 1) != 0, (i & 2) != 0, (i & 4) != 0, allTypes());
      all.add(new QueuePut(names.get(i), declaration, Long.MAX_VALUE >> (8 * i)));
    }
    for (String name : names) {
      all.add(new BindingPut("v", new BindingDeclaration(name, name, true, name, allTypes())));
      all.add(new BindingPut("v", new BindingDeclaration(name, name, false, name, allTypes())));
    }
    return all;
  }
}
