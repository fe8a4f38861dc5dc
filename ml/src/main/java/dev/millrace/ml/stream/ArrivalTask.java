package dev.millrace.ml.stream;

import dev.millrace.core.engine.PartitionFunction;
import dev.millrace.core.function.KeyExtractor;
import dev.millrace.core.function.MapFunction;
import dev.millrace.core.source.DeadLetter;
import dev.millrace.ml.instance.FeatureExtractor;
import dev.millrace.ml.instance.InstanceBlockBuilder;
import dev.millrace.ml.stream.ArrivedPartition.ArrivedLabel;
import dev.millrace.ml.stream.ArrivedPartition.ArrivedRow;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Makes numbers of a partition's rows and reads its labels. With an extractor of the row alone it
 * may run where the rows are, in any JVM, and again.
 *
 * @param origin who refuses, for dead letters
 */
record ArrivalTask<T, L>(
    String origin, long batchId, FeatureExtractor<T> extractor, DelayedLabels<T, L> options)
    implements PartitionFunction<Arrival<T, L>, ArrivedPartition> {
  /** About 70,000 years: beyond that, times and horizons do not add up. */
  private static final long MAX_TIME = Long.MAX_VALUE / 4;

  @Override
  public ArrivedPartition apply(int partition, List<Arrival<T, L>> values) {
    InstanceBlockBuilder builder = new InstanceBlockBuilder(extractor.schema());
    List<ArrivedRow> rows = new ArrayList<>();
    List<ArrivedLabel> labels = new ArrayList<>();
    BitSet refused = new BitSet();
    List<DeadLetter> letters = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      Arrival<T, L> arrival = values.get(i);
      String problem;
      Object record;
      if (arrival instanceof Arrival.OfRow<T, L> row) {
        problem = add(row.row(), builder, rows);
        record = row.row();
      } else {
        L label = ((Arrival.OfLabel<T, L>) arrival).label();
        problem = add(label, labels);
        record = label;
      }
      if (!problem.isEmpty()) {
        refused.set(i);
        String position = "batch " + batchId + ", partition " + partition + ", row " + i;
        letters.add(new DeadLetter(origin, position, problem, String.valueOf(record)));
      }
    }
    return new ArrivedPartition(builder.block(), rows, labels, refused, letters);
  }

  /** Gives why the row is refused; empty if it is taken. */
  private String add(T row, InstanceBlockBuilder builder, List<ArrivedRow> rows) {
    ArrivedRow arrived;
    try {
      arrived = new ArrivedRow(id(options.rowId(), row), time(options.rowTime(), row));
    } catch (Exception e) {
      return InstanceBlockBuilder.reason(e);
    }
    String problem = builder.add(extractor, row);
    if (problem.isEmpty()) {
      rows.add(arrived);
    }
    return problem;
  }

  private String add(L label, List<ArrivedLabel> labels) {
    try {
      labels.add(
          new ArrivedLabel(
              id(options.labelId(), label),
              time(options.labelTime(), label),
              options.value().of(label, extractor.schema().classes())));
      return "";
    } catch (Exception e) {
      return InstanceBlockBuilder.reason(e);
    }
  }

  private static <V> String id(KeyExtractor<V, String> function, V value) throws Exception {
    String id = function.key(value);
    if (id == null) {
      throw new IllegalArgumentException("it has no id");
    }
    return id;
  }

  private static <V> long time(MapFunction<V, Instant> function, V value) throws Exception {
    Instant time = function.apply(value);
    if (time == null) {
      throw new IllegalArgumentException("it has no time");
    }
    long micros = ChronoUnit.MICROS.between(Instant.EPOCH, time);
    if (Math.abs(micros) > MAX_TIME) {
      throw new IllegalArgumentException(
          "its time is " + time + ", more than 70,000 years from 1970");
    }
    return micros;
  }
}
