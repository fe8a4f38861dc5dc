package dev.millrace.benchmarks.spark;

import dev.millrace.core.DStream;
import dev.millrace.core.state.StateCodecs;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.apache.spark.api.java.Optional;
import org.apache.spark.streaming.State;
import org.apache.spark.streaming.StateSpec;
import org.apache.spark.streaming.api.java.JavaDStream;
import scala.Tuple2;

/**
 * Counts per key that outlive batches. The first rows, those of the warm-up, stand for many keys
 * each and fill the state; each later one changes one key.
 *
 * @param keys how many there are
 * @param rows of a batch
 */
record KeyedCounts(long keys, int rows) {
  private static final int FILLING_BATCHES = 10;
  private static final int SETTLING_BATCHES = 10;

  Load load(int batches) {
    return Load.of(rows, FILLING_BATCHES + SETTLING_BATCHES, batches);
  }

  private Keys keysOf() {
    return new Keys(keys, (long) FILLING_BATCHES * rows);
  }

  /**
   * @param filling how many rows fill the state
   */
  private record Keys(long keys, long filling) implements java.io.Serializable {
    LongStream of(long row) {
      return row < filling
          ? LongStream.range(row * keys / filling, (row + 1) * keys / filling)
          : LongStream.of(Math.floorMod((row * 0x9E3779B97F4A7C15L) >>> 8, keys));
    }
  }

  /** The sum of all counts that were told. */
  Contender<Long> spark(SparkStreams streams) {
    Keys of = keysOf();
    return load -> streams.run(load, row -> row, rows -> counted(rows, of, load.partitions()));
  }

  private static Supplier<Long> counted(JavaDStream<Long> rows, Keys of, int partitions) {
    long[] total = new long[1];
    rows.flatMap(row -> of.of(row).iterator())
        .mapToPair(key -> new Tuple2<>(key, key))
        .mapWithState(StateSpec.function(KeyedCounts::count).numPartitions(partitions))
        .foreachRDD(counts -> total[0] += counts.fold(0L, Long::sum));
    return () -> total[0];
  }

  private static Long count(Long key, Optional<Long> value, State<Long> state) {
    long count = (state.exists() ? state.get() : 0L) + 1;
    state.update(count);
    return count;
  }

  /** As {@link #spark}. */
  Contender<Long> millrace(MillraceStreams streams) {
    Keys of = keysOf();
    return load -> streams.run(load, row -> row, rows -> counted(rows, of));
  }

  private static Supplier<Long> counted(DStream<Long> rows, Keys of) {
    long[] total = new long[1];
    rows.<Long>flatMap(
            (row, out) -> {
              for (long key : of.of(row).toArray()) {
                out.emit(key);
              }
            })
        .keyBy(key -> key)
        .mapWithState(
            dev.millrace.core.state.StateSpec.<Long, Long, Long, Long>of(
                StateCodecs.int64(),
                StateCodecs.int64(),
                (key, value, state, out) -> {
                  long count = state.get().orElse(0L) + 1;
                  state.update(count);
                  out.emit(count);
                }))
        .named("counts")
        .foreachBatch(
            (counts, context) ->
                counts
                    .runPartitions(
                        (partition, values) -> values.stream().mapToLong(count -> count).sum())
                    .forEach(sum -> total[0] += sum));
    return () -> total[0];
  }
}
