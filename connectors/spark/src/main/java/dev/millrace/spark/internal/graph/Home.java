package dev.millrace.spark.internal.graph;

import dev.millrace.core.Batch;
import dev.millrace.core.engine.ZipFunction;
import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;

/**
 * Where the number of a vertex belongs. A number is the first place in the batch where the vertex
 * stands: {@code partition << 40 | 2 · edge + end}, so numbers are in the order in which vertices
 * first come, and so are the partitions that they belong to.
 *
 * @param origins how many partitions places are in
 * @param partitions how many partitions there are for them
 */
record Home(int origins, int partitions) implements Serializable {
  private static final int BITS = 40;

  /** The number that decides where a value belongs. */
  @FunctionalInterface
  interface Numbering<T> extends Serializable {
    long of(T value);
  }

  /** What becomes of a value and what a table says of its number; null for nothing. */
  @FunctionalInterface
  interface Join<T, U, R> extends Serializable {
    R join(T value, U found);
  }

  static long firstPlace(int partition) {
    return (long) partition << BITS;
  }

  int of(long number) {
    return (int) ((number >>> BITS) * partitions / origins);
  }

  /** Sends every value to where its number belongs. */
  <T> Batch<T> send(Batch<T> values, Numbering<T> number) {
    return values.exchange((value, index, count) -> of(number.of(value)), partitions);
  }

  /** Looks up every value's number in a table; both are where they belong. */
  static <T, U, R> Batch<R> lookUp(
      Batch<T> values, Numbering<T> number, Batch<Numbered<U>> table, Join<T, U, R> join) {
    return values.zip(table, lookingUp(number, join));
  }

  private static <T, U, R> ZipFunction<T, Numbered<U>, R> lookingUp(
      Numbering<T> number, Join<T, U, R> join) {
    return (values, table, out) -> {
      Map<Long, U> found = new HashMap<>();
      table.forEach(entry -> found.put(entry.vertex(), entry.value()));
      for (T value : values) {
        out.emit(join.join(value, found.get(number.of(value))));
      }
    };
  }
}
