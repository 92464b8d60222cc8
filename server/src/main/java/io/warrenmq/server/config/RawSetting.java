package io.warrenmq.server.config;

/**
 * A value as it was written, its key not yet looked up. Immutable.
 *
 * @param expands whether {@code $(...)} in the value is replaced: not in the environment's own
 *     values, whose passwords may hold anything
 */
record RawSetting(String key, String value, Origin origin, boolean expands) {}
