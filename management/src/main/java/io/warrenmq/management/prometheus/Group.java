package io.warrenmq.management.prometheus;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Families that say something of the same kind of object: what RabbitMQ's detailed page calls a
 * family. Filled once, then immutable.
 *
 * @param <T> the objects
 */
final class Group<T> {
  /** Before the names of all but the detailed page. */
  static final String PREFIX = "rabbitmq_";

  /**
   * An object and its labels.
   *
   * @param <T> the object
   */
  record Row<T>(T of, byte[] labels) {}

  /**
   * A family of a group.
   *
   * @param each the number of one object; {@code null}: it is known of all together alone
   * @param all the number of all together, those that are gone included; {@code null}: the sum
   */
  private record Column<T>(
      Family family, @Nullable ToDoubleFunction<T> each, @Nullable ToDoubleFunction<Totals> all) {}

  private final String name;
  private final List<Column<T>> columns = new ArrayList<>();

  /**
   * A group without families.
   *
   * @param name by which the detailed page is asked for it
   */
  Group(String name) {
    this.name = name;
  }

  String name() {
    return name;
  }

  /** Adds what goes up and down. */
  Group<T> gauge(String family, String help, ToDoubleFunction<T> each) {
    columns.add(new Column<>(Family.gauge(family, help), each, null));
    return this;
  }

  /** Adds what only goes up, for all together too, whoever leaves. */
  Group<T> counter(
      String family, String help, ToDoubleFunction<T> each, ToDoubleFunction<Totals> all) {
    columns.add(new Column<>(Family.counter(family, help), each, all));
    return this;
  }

  /** Adds what only goes up, and is not known of one object. */
  Group<T> counter(String family, String help, ToDoubleFunction<Totals> all) {
    columns.add(new Column<>(Family.counter(family, help), null, all));
    return this;
  }

  /** A series for each object. */
  void writeEach(Exposition out, String prefix, List<Row<T>> rows) {
    for (Column<T> column : columns) {
      ToDoubleFunction<T> each = column.each;
      if (each != null && out.begin(prefix, column.family)) {
        for (Row<T> row : rows) {
          out.sample(row.labels, each.applyAsDouble(row.of));
        }
      }
    }
  }

  /** One series for all objects. */
  void writeAll(Exposition out, String prefix, List<Row<T>> rows, Totals totals) {
    for (Column<T> column : columns) {
      out.single(prefix, column.family, all(column, rows, totals));
    }
  }

  private static <T> double all(Column<T> column, List<Row<T>> rows, Totals totals) {
    ToDoubleFunction<T> each = column.each;
    if (column.all != null) {
      return column.all.applyAsDouble(totals);
    } else if (each == null) {
      return 0;
    }
    double sum = 0;
    for (Row<T> row : rows) {
      sum += each.applyAsDouble(row.of);
    }
    return sum;
  }
}
