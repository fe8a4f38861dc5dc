package dev.millrace.spark;

import dev.millrace.core.engine.Partitioner;
import java.util.Objects;
import org.apache.spark.rdd.RDD;
import scala.Tuple2;

/** A shuffle; Spark keeps what was sent, so reading again does not compute again. */
final class ExchangedBatch<T> extends SparkBatch<T> {
  private final Partitioner<? super T> partitioner;
  private final int partitions;
  private SparkBatch<T> input;
  private Chain<T> gathered;

  ExchangedBatch(SparkBatch<T> input, Partitioner<? super T> partitioner, int partitions) {
    super(input.engine());
    this.partitioner = Objects.requireNonNull(partitioner, "partitioner");
    this.partitions = partitions;
    this.input = input;
  }

  @Override
  public int partitions() {
    return partitions;
  }

  @Override
  Chain<T> chain() {
    if (gathered == null) {
      Chain<T> source = input.chain();
      RDD<Tuple2<Object, byte[]>> routed =
          new RouteRdd<>(source, partitioner, partitions, engine().newWork());
      gathered = Chain.of(new GatherRdd<>(engine().leftovers().shuffle(routed, partitions)));
      input = null;
    }
    return gathered;
  }
}
