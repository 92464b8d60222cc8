package io.warrenmq.core.store;

/** The bytes that say what type a stored value has. Part of the format on disk: never changed. */
final class StoredType {
  static final int NULL = 0;
  static final int FALSE = 1;
  static final int TRUE = 2;
  static final int BYTE = 3;
  static final int SHORT = 4;
  static final int INT = 5;
  static final int LONG = 6;
  static final int UNSIGNED = 7;
  static final int FLOAT = 8;
  static final int DOUBLE = 9;
  static final int DECIMAL = 10;
  static final int CHAR = 11;
  static final int TIMESTAMP = 12;
  static final int UUID = 13;
  static final int BINARY = 14;
  static final int STRING = 15;
  static final int SYMBOL = 16;
  static final int LIST = 17;
  static final int MAP = 18;
  static final int VOID = 19;
  static final int ARGUMENTS = 20;

  private StoredType() {}
}
