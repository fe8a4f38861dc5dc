package dev.millrace.core.testing;

import dev.millrace.core.Batch;
import dev.millrace.core.BatchInfo;
import dev.millrace.core.KeyValue;
import dev.millrace.core.engine.Engine;
import dev.millrace.core.engine.EngineProvider;
import dev.millrace.core.engine.EngineReport;
import dev.millrace.core.engine.StateFunction;
import dev.millrace.core.engine.local.LocalEngine;
import dev.millrace.core.source.DriverSource;
import dev.millrace.core.source.OffsetRange;
import dev.millrace.core.source.Source;
import dev.millrace.core.state.StateDescriptor;
import dev.millrace.core.state.StateTable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * A local engine that treats its threads as if they were other machines, to test without a cluster
 * that a pipeline will run on one. Functions, sources, values of {@link Engine#of}, values that
 * move between partitions or come out of a cache, and results are serialized and read back on their
 * way. So a test sees
 *
 * <ul>
 *   <li>a function, source or value that is not {@link java.io.Serializable}, or holds something
 *       that is not: a {@link dev.millrace.core.ConfigurationException} names the class;
 *   <li>a function that leaves its results in an object of the driver, or expects to find there
 *       what another task left: the object is another one in every task;
 *   <li>a function that modifies values that it was given, or compares them by identity.
 * </ul>
 *
 * <pre>{@code
 * StreamingConfig config =
 *     StreamingConfig.named("test").withEngine(ShippingEngine.provider(2));
 * try (StreamTestDriver driver = StreamTestDriver.of(config, MyPipeline::describe)) { … }
 * }</pre>
 *
 * <p>What it cannot show: static fields are shared, as is the class path. Results, order and dead
 * letters are those of {@link LocalEngine}; it is many times slower.
 */
public final class ShippingEngine implements Engine {
  private final LocalEngine engine;
  private String description = "compute";

  private ShippingEngine(LocalEngine engine) {
    this.engine = engine;
  }

  /** An engine of so many threads that retries a failed task twice. */
  public static ShippingEngine withThreads(int threads) {
    return new ShippingEngine(LocalEngine.withThreads(threads));
  }

  /** Makes such engines, and lets the pipeline check what it is given where it is given. */
  public static EngineProvider provider(int threads) {
    return EngineProvider.shipping(() -> withThreads(threads));
  }

  @Override
  public int parallelism() {
    return engine.parallelism();
  }

  @Override
  public void beginBatch(BatchInfo batch) {
    engine.beginBatch(batch);
  }

  @Override
  public EngineReport endBatch() {
    return engine.endBatch();
  }

  @Override
  public void describe(String what) {
    engine.describe(what);
    description = what;
  }

  @Override
  public <T> Batch<T> read(String name, Source<T> source, List<OffsetRange> ranges) {
    if (source instanceof DriverSource) {
      ShippedBatch<T> onDriver = new ShippedBatch<>(this, engine.read(name, source, ranges));
      return new ShippedBatch<>(this, onDriver.copies());
    }
    Shipment<Source<T>> shipped = Shipment.of("source '" + name + "'", source);
    List<OffsetRange> copies = new ArrayList<>();
    for (OffsetRange range : ranges) {
      copies.add(Shipment.copy("range of source '" + name + "'", range));
    }
    return new ShippedBatch<>(this, engine.read(name, new ShippedSource<>(shipped), copies));
  }

  @Override
  public <T> Batch<T> of(List<List<T>> partitions) {
    String what = what("values");
    List<List<Shipment<List<T>>>> shipped = new ArrayList<>();
    for (List<T> values : partitions) {
      shipped.add(
          values.isEmpty() ? List.of() : List.of(Shipment.of(what, new ArrayList<>(values))));
    }
    return new ShippedBatch<>(
        this,
        engine
            .of(shipped)
            .flatMap(
                (shipment, out) -> {
                  for (T value : shipment.unpack()) {
                    out.emit(value);
                  }
                }));
  }

  @Override
  public <K, S> StateTable<K, S> stateTable(StateDescriptor<K, S> descriptor) {
    return engine.stateTable(Shipment.copy("state '" + descriptor.name() + "'", descriptor));
  }

  @Override
  public <K, V, S, R> Batch<R> update(
      Batch<KeyValue<K, V>> batch,
      StateTable<K, S> table,
      StateFunction<K, V, S, R> function,
      StateFunction.Visit visit,
      Instant until) {
    Batch<R> results =
        engine.update(
            own(batch).copies(), table, Shipment.copy(what("function"), function), visit, until);
    return new ShippedBatch<>(this, new ShippedBatch<>(this, results).copies());
  }

  @Override
  public void runOnDriver(int tasks, IntConsumer task) {
    engine.runOnDriver(tasks, task);
  }

  @Override
  public void close() {
    engine.close();
  }

  /** A batch of this engine as what it is. */
  <T> ShippedBatch<T> own(Batch<T> other) {
    if (other instanceof ShippedBatch<T> shipped && shipped.engine() == this) {
      return shipped;
    }
    throw new IllegalArgumentException("expected a batch of this engine, got " + other);
  }

  /** Names a part of the present job. */
  String what(String part) {
    return description + ": " + part;
  }
}
