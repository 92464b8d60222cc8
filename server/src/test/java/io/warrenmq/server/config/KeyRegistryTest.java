package io.warrenmq.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class KeyRegistryTest {

  private final KeyRegistry registry = KeyRegistry.standard();

  @Test
  void knowsEveryKeyOfRabbitMq() {
    List<String> keys = KeyRegistry.rabbitmqKeys();

    assertThat(keys).hasSizeGreaterThan(1000).doesNotHaveDuplicates();
    assertThat(keys)
        .allSatisfy(
            name ->
                assertThat(registry.find(registry.canonical(name.replace("$", "x")))).isNotNull());
  }

  @Test
  void noSupportedPatternHidesAnotherKeyOfRabbitMq() {
    assertThat(registry.keys())
        .filteredOn(key -> !key.isSupported())
        .hasSizeGreaterThan(500)
        .allSatisfy(key -> assertThat(registry.find(key.name())).isEqualTo(key));
  }

  @Test
  void everyNameIsWellFormedAndEveryDefaultAllowed() throws BadValueException {
    for (ConfigKey key : registry.keys()) {
      assertThat(ConfigFile.isKey(key.name().replace("$", ""))).as(key.name()).isTrue();
      String text = key.defaultText();
      if (text != null) {
        assertThat(key.isPattern()).as(key.name()).isFalse();
        assertThat(key.type().parser().parse(text)).isInstanceOf(key.type().valueClass());
      }
    }
  }

  @Test
  void everySupportedKeyIsDescribed() {
    assertThat(SupportedKeys.all())
        .allSatisfy(
            key -> {
              assertThat(key.doc()).as(key.name()).endsWith(".");
              assertThat(key.type().allowed()).as(key.name()).isNotBlank();
            });
  }

  @Test
  void everyAliasLeadsToASupportedKey() {
    assertThat(KeyRegistry.aliases())
        .allSatisfy(
            (alias, name) -> {
              ConfigKey key = registry.find(name);
              assertThat(key).as(alias).isNotNull();
              assertThat(key.isSupported()).as(alias).isTrue();
              assertThat(SupportedKeys.all()).noneMatch(k -> k.name().equals(alias));
            });
  }

  @Test
  void exactKeyWinsOverPatternAndNarrowPatternOverWide() {
    assertThat(registry.find("loopback_users.guest").name()).isEqualTo("loopback_users.guest");
    assertThat(registry.find("loopback_users.joe").name()).isEqualTo("loopback_users.$user");
    assertThat(registry.find("default_users.joe.password").type().isSecret()).isTrue();
    assertThat(registry.find("default_users.joe.doe.password")).isNull();
  }

  @Test
  void passwordsAreSecrets() {
    assertThat(SupportedKeys.all())
        .filteredOn(key -> key.name().matches(".*(pass|password)$"))
        .hasSizeGreaterThan(8)
        .allMatch(key -> key.type().isSecret());
  }

  @Test
  void distanceCountsEditsAndSwaps() {
    assertThat(NearestKey.distance("abc", "abc", 9)).isZero();
    assertThat(NearestKey.distance("abc", "acb", 9)).isEqualTo(1);
    assertThat(NearestKey.distance("abc", "ab", 9)).isEqualTo(1);
    assertThat(NearestKey.distance("kitten", "sitting", 9)).isEqualTo(3);
    assertThat(NearestKey.distance("a", "aaaaaa", 3)).isEqualTo(3);
  }
}
