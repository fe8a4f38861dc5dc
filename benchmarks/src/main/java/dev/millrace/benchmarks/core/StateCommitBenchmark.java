package dev.millrace.benchmarks.core;

import dev.millrace.core.BatchInfo;
import dev.millrace.core.KeyValue;
import dev.millrace.core.checkpoint.Checkpoint;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.core.checkpoint.Storage;
import dev.millrace.core.engine.StateFunction;
import dev.millrace.core.engine.local.LocalEngine;
import dev.millrace.core.internal.checkpoint.Journal;
import dev.millrace.core.internal.checkpoint.Sweeper;
import dev.millrace.core.state.StateCodecs;
import dev.millrace.core.state.StateDescriptor;
import dev.millrace.core.state.StateTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Microseconds per commit of a table of 64-bit keys and counts of which 1,000 keys changed: what
 * changed is encoded, the checkpoint is written, forced and renamed, old files are deleted. The
 * change itself is not measured. {@code -p keys=10000000} needs {@code -Xmx4g}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx4g")
@Warmup(iterations = 200)
@Measurement(iterations = 600)
public class StateCommitBenchmark {
  private static final int CHANGED = 1_000;
  private static final int FILL = 100_000;

  @Param({"10000", "100000", "1000000", "10000000"})
  public int keys;

  private Path directory;
  private LocalEngine engine;
  private Journal journal;
  private StateTable<Long, Long> table;
  private SplittableRandom random;
  private long batchId;

  @Setup
  public void setUp() throws IOException {
    directory = Files.createTempDirectory("millrace-commit");
    engine = LocalEngine.withThreads(2);
    journal = Journal.open(Storage.local(directory), "commit", 3, Sweeper.inline());
    table =
        engine.stateTable(
            new StateDescriptor<>("counts", StateCodecs.int64(), StateCodecs.int64(), 4));
    random = new SplittableRandom(1);
    for (long from = 0; from < keys; from += FILL) {
      List<KeyValue<Long, Long>> pairs = new ArrayList<>();
      for (long key = from; key < Math.min(keys, from + FILL); key++) {
        pairs.add(new KeyValue<>(key, 1L));
      }
      count(pairs);
    }
    commit();
  }

  @TearDown
  public void tearDown() throws IOException {
    journal.close();
    engine.close();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** A batch that changes some keys. */
  @Setup(Level.Invocation)
  public void change() {
    List<KeyValue<Long, Long>> pairs = new ArrayList<>();
    for (int i = 0; i < CHANGED; i++) {
      pairs.add(new KeyValue<>((long) random.nextInt(keys), 1L));
    }
    count(pairs);
  }

  private void count(List<KeyValue<Long, Long>> pairs) {
    engine.beginBatch(new BatchInfo(batchId, Instant.ofEpochSecond(batchId)));
    engine.update(
        engine.of(List.of(pairs)),
        table,
        (StateFunction<Long, Long, Long, Void>)
            (key, count, ones, out) -> Optional.of(count.orElse(0L) + ones.size()),
        StateFunction.Visit.ARRIVED,
        Instant.EPOCH);
    table.apply();
    engine.endBatch();
  }

  @Benchmark
  public long commit() throws IOException {
    StateWriter out = new StateWriter(journal.files(batchId));
    table.save(out);
    long bytes =
        journal.write(
            new Checkpoint(
                "commit",
                batchId,
                Instant.ofEpochSecond(batchId),
                batchId,
                journal.run(),
                Map.of(),
                Map.of("counts", out.toBytes()),
                out.uses()));
    journal.clean();
    batchId++;
    return bytes;
  }
}
