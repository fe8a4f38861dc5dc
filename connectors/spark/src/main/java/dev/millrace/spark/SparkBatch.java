package dev.millrace.spark;

import dev.millrace.core.Batch;
import dev.millrace.core.engine.PartitionFunction;
import dev.millrace.core.engine.Partitioner;
import dev.millrace.core.engine.Stage;
import dev.millrace.core.engine.ZipFunction;
import dev.millrace.core.internal.sql.Inference;
import dev.millrace.core.internal.sql.JsonTable;
import dev.millrace.core.sql.SqlTable;
import dev.millrace.spark.internal.codec.BlockDecoder;
import dev.millrace.spark.internal.sql.TableRows;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.encoders.RowEncoder;

/**
 * A batch of a {@link SparkEngine}. Steps are noted down; RDDs are made when something is computed,
 * one per shuffle, cache, zip and result, whatever the number of steps between them.
 */
public abstract class SparkBatch<T> extends Batch<T> {
  private final SparkEngine engine;

  SparkBatch(SparkEngine engine) {
    this.engine = engine;
  }

  /** The engine that it belongs to. */
  public final SparkEngine engine() {
    return engine;
  }

  /**
   * The batch as what Spark computes. Called when a job is about to run, input before output, for
   * passes get their numbers in this order.
   */
  abstract Chain<T> chain();

  /**
   * The values as an RDD for Spark's own libraries, in the order of the partitions. Valid as long
   * as this batch. Dead letters of steps that nothing else computes are not counted.
   */
  public final JavaRDD<T> toJavaRdd() {
    return new ValuesRdd<>(chain(), engine.newWork()).toJavaRDD();
  }

  /**
   * The values as rows for Spark SQL and what builds upon it: records, pairs, {@code Row}s or JSON
   * objects as text, with the columns that the first value (of JSON, all values) tells. An empty
   * batch tells none, and gives a Dataset without columns; to rely on them, {@link
   * #toDataset(SqlTable) say them}.
   *
   * @throws dev.millrace.core.ConfigurationException when values of that kind are no rows
   */
  public final Dataset<Row> toDataset() {
    SparkBatch<T> kept = engine.own(cache());
    return Inference.of(kept)
        .map(kept::toDataset)
        .orElseGet(() -> engine.session().emptyDataFrame());
  }

  /**
   * The values as rows of these columns, for Spark SQL and what builds upon it.
   *
   * <pre>{@code
   * payments.foreachBatch(
   *     (batch, context) ->
   *         ((SparkBatch<Payment>) batch)
   *             .toDataset(SqlTable.of(Payment.class))
   *             .write()
   *             .mode(SaveMode.Append)
   *             .parquet("hdfs:///payments"));
   * }</pre>
   *
   * <p>Belongs to the session that the engine was made on, or the application's own. DECIMAL is
   * {@code decimal(38, 18)}, TEXT {@code string}, the others have Spark's type of their name; all
   * may be null. Lazy, in the order of the partitions, and valid as long as this batch; used more
   * than once, the batch should be {@link #cache cached}. What writes from it is not part of the
   * commit of the batch: a batch that is redone writes again.
   */
  public final Dataset<Row> toDataset(SqlTable<T> table) {
    return toDataset(engine.session(), table);
  }

  @SuppressWarnings("unchecked") // a table of texts reads a batch of texts
  final Dataset<Row> toDataset(SparkSession session, SqlTable<T> table) {
    Batch<Row> rows =
        table instanceof JsonTable json
            ? json.parse((Batch<String>) this, "toDataset").pipe(new TableRows<>(json.parsed()))
            : pipe(new TableRows<>(table));
    RDD<Row> rdd = engine.own(rows).toJavaRdd().rdd();
    Encoder<Row> encoder = RowEncoder.encoderFor(TableRows.schema(table.columns()), true);
    return session.createDataset(rdd, encoder).toDF();
  }

  @Override
  public final <R> Batch<R> pipe(Stage<T, R> stage) {
    return new PipedBatch<>(this, stage);
  }

  @Override
  public final Batch<T> union(Batch<T> other) {
    return UnionBatch.of(this, engine.own(other));
  }

  @Override
  public final Batch<T> exchange(Partitioner<? super T> partitioner, int partitions) {
    if (partitions < 1) {
      throw new IllegalArgumentException("partitions must be at least 1, got " + partitions);
    }
    return new ExchangedBatch<>(this, partitioner, partitions);
  }

  @Override
  public final <U, R> Batch<R> zip(Batch<U> other, ZipFunction<T, U, R> function) {
    return new ZippedBatch<>(this, engine.own(other), function);
  }

  @Override
  public Batch<T> cache() {
    return new CachedBatch<>(this);
  }

  @Override
  public final Batch<T> hold() {
    return HeldBatch.of(this);
  }

  @Override
  public final <A> List<A> runPartitions(PartitionFunction<T, A> function) {
    Chain<T> chain = chain();
    ResultRdd<T, A> results = new ResultRdd<>(chain, function, engine.newWork());
    List<A> answers = new ArrayList<>();
    for (byte[] answer : engine.run(results)) {
      answers.add(BlockDecoder.single(answer));
    }
    return answers;
  }
}
