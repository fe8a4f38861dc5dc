package dev.millrace.core.sink;

import dev.millrace.core.Batch;
import dev.millrace.core.ConfigurationException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Prints each published batch as a table: a Java record by its components, anything else by {@code
 * toString}.
 *
 * <pre>
 * batch 3: 2 rows
 *  card | amount | alert
 * ------+--------+-------
 *  4711 |   12.5 | false
 *  4712 | 1800.0 | true
 * </pre>
 *
 * <p>At most once: what was staged when the process died is not printed.
 */
public final class ConsoleSink<T> implements Sink<T> {
  private static final long serialVersionUID = 1L;
  private static final int DEFAULT_ROWS = 20;

  private final int rows;

  /** Null for standard output, which is looked up when the sink opens. */
  private final transient Appendable out;

  private ConsoleSink(int rows, Appendable out) {
    if (rows < 1) {
      throw new ConfigurationException("a console sink shows at least 1 row, got " + rows);
    }
    this.rows = rows;
    this.out = out;
  }

  /** Prints the first 20 rows of each batch to standard output. */
  public static <T> ConsoleSink<T> create() {
    return new ConsoleSink<>(DEFAULT_ROWS, null);
  }

  /** Prints the first {@code value} rows of each batch. */
  public ConsoleSink<T> withRows(int value) {
    return new ConsoleSink<>(value, out);
  }

  /** Prints to {@code target} instead; used by the pipeline's thread, never closed. */
  public ConsoleSink<T> withOutput(Appendable target) {
    return new ConsoleSink<>(rows, target);
  }

  @Override
  public SinkWriter<T> open(SinkContext context) {
    return new Writer<>(context.name(), rows, out == null ? System.out : out);
  }

  @Override
  public Delivery delivery() {
    return Delivery.AT_MOST_ONCE;
  }

  /** The first rows of a batch, and how many there are in all. */
  private record Staged<T>(List<T> shown, long total) {}

  private static final class Writer<T> implements SinkWriter<T> {
    private final String name;
    private final int rows;
    private final Appendable out;
    private final SortedMap<Long, Staged<T>> staged = new TreeMap<>();

    Writer(String name, int rows, Appendable out) {
      this.name = name;
      this.rows = rows;
      this.out = out;
    }

    @Override
    public void stage(long batchId, Batch<T> batch) {
      int limit = rows;
      List<Staged<T>> parts =
          batch.runPartitions(
              (partition, values) ->
                  new Staged<>(
                      new ArrayList<>(values.subList(0, Math.min(limit, values.size()))),
                      values.size()));
      List<T> shown = new ArrayList<>();
      long total = 0;
      for (Staged<T> part : parts) {
        shown.addAll(part.shown().subList(0, Math.min(rows - shown.size(), part.shown().size())));
        total += part.total();
      }
      staged.put(batchId, new Staged<>(shown, total));
    }

    @Override
    public void publish(long batchId) throws IOException {
      Staged<T> batch = staged.remove(batchId);
      if (batch != null && batch.total() > 0) {
        out.append(name).append(", batch ").append(Long.toString(batchId)).append(": ");
        out.append(Long.toString(batch.total())).append(batch.total() == 1 ? " row\n" : " rows\n");
        out.append(TextTable.of(batch.shown()).toString());
        if (batch.total() > batch.shown().size()) {
          out.append(" … ").append(Long.toString(batch.total() - batch.shown().size()));
          out.append(" more\n");
        }
      }
    }

    @Override
    public void discard(long firstBatchId) {
      staged.tailMap(firstBatchId).clear();
    }
  }
}
