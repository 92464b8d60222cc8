package io.warrenmq.cli.output;

/** The formats of what is printed, by their names on the command line. */
public enum Format {
  /** Columns apart by tabs, as rabbitmqctl does it by default. */
  table,

  /** Columns in a frame. */
  pretty_table,

  /** RFC 4180, all values in quotes. */
  csv,

  /** An array of objects, an object a line. */
  json;

  /** Whether a person reads along: what is being done is said only then. */
  boolean hasBanners() {
    return this == table || this == pretty_table;
  }
}
