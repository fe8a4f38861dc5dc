package dev.millrace.core.testing;

import dev.millrace.core.Batch;
import dev.millrace.core.engine.PartitionFunction;
import dev.millrace.core.engine.Partitioner;
import dev.millrace.core.engine.Stage;
import dev.millrace.core.engine.ZipFunction;
import java.util.ArrayList;
import java.util.List;

/** A batch of a {@link ShippingEngine}, upon one of the local engine. */
final class ShippedBatch<T> extends Batch<T> {
  private final ShippingEngine engine;
  private final Batch<T> local;

  ShippedBatch(ShippingEngine engine, Batch<T> local) {
    this.engine = engine;
    this.local = local;
  }

  ShippingEngine engine() {
    return engine;
  }

  /** The local batch, its values copied one by one. */
  Batch<T> copies() {
    String what = engine.what("value");
    return local.map(value -> Shipment.copy(what, value));
  }

  private <R> ShippedBatch<R> upon(Batch<R> other) {
    return new ShippedBatch<>(engine, other);
  }

  @Override
  public int partitions() {
    return local.partitions();
  }

  @Override
  public <R> Batch<R> pipe(Stage<T, R> stage) {
    return upon(local.pipe(new ShippedStage<>(Shipment.of(engine.what("step"), stage))));
  }

  @Override
  public Batch<T> union(Batch<T> other) {
    return upon(local.union(engine.own(other).local));
  }

  @Override
  public Batch<T> exchange(Partitioner<? super T> partitioner, int partitions) {
    Partitioner<? super T> copy = Shipment.copy(engine.what("partitioner"), partitioner);
    return upon(upon(local.exchange(copy, partitions)).copies());
  }

  @Override
  public <U, R> Batch<R> zip(Batch<U> other, ZipFunction<T, U, R> function) {
    Shipment<ZipFunction<T, U, R>> shipped = Shipment.of(engine.what("function"), function);
    return upon(
        local.zip(
            engine.own(other).local,
            (left, right, out) -> shipped.unpack().apply(left, right, out)));
  }

  @Override
  public Batch<T> cache() {
    return upon(upon(local.cache()).copies());
  }

  @Override
  public Batch<T> hold() {
    return upon(upon(local.hold()).copies());
  }

  @Override
  public <A> List<A> runPartitions(PartitionFunction<T, A> function) {
    Shipment<PartitionFunction<T, A>> shipped = Shipment.of(engine.what("function"), function);
    String what = engine.what("result");
    List<A> results = new ArrayList<>();
    for (Shipment<A> result :
        local.runPartitions(
            (partition, values) -> Shipment.of(what, shipped.unpack().apply(partition, values)))) {
      results.add(result.unpack());
    }
    return results;
  }
}
