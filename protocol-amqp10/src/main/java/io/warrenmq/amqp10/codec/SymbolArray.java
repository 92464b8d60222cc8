package io.warrenmq.amqp10.codec;

import io.warrenmq.api.message.Symbol;
import java.util.List;

/**
 * Symbols that are written as an array, where a canonical list is written as a list: as fields that
 * have many of them want it. Immutable.
 *
 * @param symbols the symbols
 */
public record SymbolArray(List<Symbol> symbols) {}
