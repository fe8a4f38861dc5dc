package dev.millrace.core.testing;

import dev.millrace.core.DStream;
import dev.millrace.core.StreamingConfig;
import dev.millrace.core.engine.Engine;
import dev.millrace.core.row.Row;
import dev.millrace.core.sink.MemorySink;
import dev.millrace.core.source.DeadLetter;
import dev.millrace.core.sql.SqlTable;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** Runs queries over one batch of two partitions. */
final class SqlScene {
  private final Supplier<? extends Engine> engines;

  SqlScene(Supplier<? extends Engine> engines) {
    this.engines = engines;
  }

  StreamingConfig config() {
    return StreamingConfig.named("sql").withEngine(engines::get);
  }

  /** Runs a query over payments whose columns are known, and over columns that are found. */
  void expect(List<SqlConformance.Payment> payments, String query, String rows) {
    Expect.equal(query, rows, SqlConformance.shown(run(payments, query)));
    expect(payments, stream -> stream.sql(query), rows);
  }

  List<Row> run(List<SqlConformance.Payment> payments, String query) {
    MemorySink<Row> sink = new MemorySink<>();
    run(
        payments,
        stream -> stream.sql(SqlTable.of(SqlConformance.Payment.class), query),
        sink,
        new MemorySink<>());
    return sink.records();
  }

  /**
   * Runs a pipeline and compares its rows.
   *
   * @return the dead letters
   */
  <T> List<DeadLetter> expect(
      List<T> values, Function<DStream<T>, DStream<Row>> pipeline, String rows) {
    MemorySink<Row> sink = new MemorySink<>();
    MemorySink<DeadLetter> letters = new MemorySink<>();
    run(values, pipeline, sink, letters);
    Expect.equal("rows", rows, SqlConformance.shown(sink.records()));
    return letters.records();
  }

  private <T> void run(
      List<T> values,
      Function<DStream<T>, DStream<Row>> pipeline,
      MemorySink<Row> sink,
      MemorySink<DeadLetter> letters) {
    int half = (values.size() + 1) / 2;
    ReplaySource<T> source =
        ReplaySource.ofSplits(
            List.of(values.subList(0, half), values.subList(half, values.size())));
    try (StreamTestDriver driver =
        StreamTestDriver.of(
            config(),
            context -> {
              context.deadLetters(letters);
              pipeline.apply(context.source("values", source)).to("out", sink);
            })) {
      driver.runBatch();
    }
  }
}
