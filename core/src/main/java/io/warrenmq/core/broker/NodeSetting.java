package io.warrenmq.core.broker;

import org.jspecify.annotations.Nullable;

/**
 * A key of the configuration as it is in force, for those that administer the broker. Immutable.
 *
 * @param key its name, as it stands in a configuration file
 * @param value as it would be written there, masked when it is secret; {@code null}: it has none,
 *     not even by default
 * @param unit of a bare number; empty for none
 * @param isDefault whether nobody has set it
 * @param source who has: a file's path, or words such as {@code default}, {@code environment X} and
 *     {@code --set}
 * @param line the line in that file, from 1; 0 where there are no lines
 * @param isSecret whether its value is masked
 */
public record NodeSetting(
    String key,
    @Nullable String value,
    String unit,
    boolean isDefault,
    String source,
    int line,
    boolean isSecret) {}
