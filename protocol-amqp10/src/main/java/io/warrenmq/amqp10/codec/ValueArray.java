package io.warrenmq.amqp10.codec;

import java.util.List;

/**
 * Values that are written as an array, where a canonical list is written as a list: for peers that
 * ask for one. Immutable.
 *
 * @param values all String, all {@link io.warrenmq.api.message.Symbol} or all Map
 */
public record ValueArray(List<?> values) {}
