package dev.millrace.spark;

import dev.millrace.core.Batch;
import dev.millrace.core.BatchInfo;
import dev.millrace.core.ConfigurationException;
import dev.millrace.core.KeyValue;
import dev.millrace.core.MillraceException;
import dev.millrace.core.engine.Engine;
import dev.millrace.core.engine.EngineReport;
import dev.millrace.core.engine.ShippingCheck;
import dev.millrace.core.engine.StateFunction;
import dev.millrace.core.engine.WorkerPool;
import dev.millrace.core.internal.engine.JobFailure;
import dev.millrace.core.source.DriverSource;
import dev.millrace.core.source.OffsetRange;
import dev.millrace.core.source.Source;
import dev.millrace.core.state.StateDescriptor;
import dev.millrace.core.state.StateTable;
import dev.millrace.spark.internal.codec.BlockEncoder;
import dev.millrace.spark.internal.state.ExecutorTables;
import dev.millrace.spark.internal.state.TableRef;
import dev.millrace.spark.internal.state.WorkDirectory;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Apache Spark as the engine: partitions are worked on by the executors of a Spark application.
 * Results, order, dead letters and messages are those of the local engine on equal partitioning.
 *
 * <pre>{@code
 * SparkSession session = SparkSession.builder().getOrCreate();
 * StreamingConfig config =
 *     StreamingConfig.named("fraud")
 *         .withEngine(
 *             EngineProvider.shipping(
 *                 () ->
 *                     SparkEngine.on(
 *                         session,
 *                         SparkOptions.defaults()
 *                             .withStateDirectory(URI.create("hdfs:///millrace/work")))));
 * }</pre>
 *
 * <p>Functions are sent to the executors by Java serialization, values by their structure: records
 * need not be Serializable. Spark retries failed tasks ({@code spark.task.maxFailures}; a local
 * master retries only as {@code local[n,failures]}).
 *
 * <p>Changes no setting of the Spark application, and closes it only if it was opened here. Used by
 * the driver's thread.
 */
public final class SparkEngine implements Engine {
  private static final Logger LOG = LoggerFactory.getLogger(SparkEngine.class);

  private final SparkContext context;
  private final Supplier<SparkSession> session;
  private final boolean owner;
  private final String id = "millrace-" + UUID.randomUUID();
  private final Optional<WorkDirectory> directory;
  private final Leftovers leftovers;
  private final Jobs runner;
  private final WorkerPool driver = new WorkerPool(Runtime.getRuntime().availableProcessors());
  private final DeadLetters deadLetters = new DeadLetters();
  private final IdentityHashMap<Source<?>, Broadcast<?>> sources = new IdentityHashMap<>();
  private final List<EngineReport.Job> jobs = new ArrayList<>();
  private BatchInfo batch;
  private String description = "compute";
  private long works;
  private long firstOfBatch;
  private int tables;

  private SparkEngine(
      SparkContext context, Supplier<SparkSession> session, SparkOptions options, boolean owner) {
    this.context = context;
    this.session = session;
    this.owner = owner;
    this.directory = directory(context, options, id);
    this.leftovers = new Leftovers(context, directory);
    this.runner = new Jobs(context, id);
    context.register(deadLetters); // without a name, which would put every letter into Spark's UI
  }

  /**
   * An engine on a running Spark application, which goes on when the engine is closed.
   *
   * @throws ConfigurationException when the options lack what the application's master needs
   */
  public static SparkEngine on(SparkSession session, SparkOptions options) {
    return new SparkEngine(session.sparkContext(), () -> session, options, false);
  }

  /** See {@link #on(SparkSession, SparkOptions)}. */
  public static SparkEngine on(JavaSparkContext spark, SparkOptions options) {
    return new SparkEngine(spark.sc(), SparkEngine::sessionOfApplication, options, false);
  }

  /**
   * An engine on a Spark application of its own inside this JVM, with so many threads, that retries
   * a failed task twice. There can be one Spark application per JVM.
   */
  public static SparkEngine local(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, got " + threads);
    }
    SparkConf conf =
        new SparkConf()
            .setMaster("local[" + threads + ",3]")
            .setAppName("millrace")
            .setIfMissing("spark.ui.enabled", "false")
            .setIfMissing("spark.driver.host", "127.0.0.1")
            .setIfMissing("spark.driver.bindAddress", "127.0.0.1");
    return open(conf, SparkOptions.defaults());
  }

  /**
   * An engine on a Spark application of its own, which ends when the engine is closed.
   *
   * @throws ConfigurationException when Spark refuses the settings, or a Spark application is
   *     running in this JVM
   */
  public static SparkEngine open(SparkConf conf, SparkOptions options) {
    SparkContext context;
    try {
      context = new SparkContext(conf);
    } catch (Exception e) { // Scala does not declare what it throws
      throw new ConfigurationException("Spark does not start: " + e.getMessage(), e);
    }
    try {
      return new SparkEngine(context, SparkEngine::sessionOfApplication, options, true);
    } catch (RuntimeException e) {
      context.stop();
      throw e;
    }
  }

  private static SparkSession sessionOfApplication() {
    return SparkSession.builder().getOrCreate();
  }

  private static Optional<WorkDirectory> directory(
      SparkContext context, SparkOptions options, String id) {
    if (options.stateDirectory().isEmpty()) {
      if (context.isLocal()) {
        return Optional.empty();
      }
      throw new ConfigurationException(
          "master "
              + context.master()
              + " has executors that can be lost: set SparkOptions.stateDirectory to a URI that"
              + " driver and executors share, for instance hdfs:///millrace/work or s3a://bucket/"
              + "work");
    }
    return Optional.of(
        new WorkDirectory(
            options.stateDirectory().get() + "/" + id,
            context.broadcast(
                new SerializableConfiguration(context.hadoopConfiguration()),
                Scala.tag(SerializableConfiguration.class))));
  }

  @Override
  public int parallelism() {
    return context.defaultParallelism();
  }

  @Override
  public void beginBatch(BatchInfo newBatch) {
    batch = Objects.requireNonNull(newBatch, "batch");
    firstOfBatch = works + 1;
    deadLetters.reset();
    jobs.clear();
    leftovers.sweep();
  }

  @Override
  public EngineReport endBatch() {
    return new EngineReport(deadLetters.since(firstOfBatch), jobs);
  }

  @Override
  public void describe(String what) {
    description = Objects.requireNonNull(what, "what");
  }

  @Override
  public <T> Batch<T> read(String name, Source<T> source, List<OffsetRange> ranges) {
    if (ranges.isEmpty()) {
      return of(List.of());
    }
    return source instanceof DriverSource
        ? new DriverReadBatch<>(this, name, source, ranges)
        : new ReadBatch<>(this, name, source, ranges);
  }

  @Override
  public <T> Batch<T> of(List<List<T>> partitions) {
    return ListBatch.of(this, partitions);
  }

  @Override
  public <K, S> StateTable<K, S> stateTable(StateDescriptor<K, S> descriptor) {
    return new SparkStateTable<>(
        this, new TableRef<>(id, ++tables, descriptor, directory.orElse(null)));
  }

  @Override
  public <K, V, S, R> Batch<R> update(
      Batch<KeyValue<K, V>> input,
      StateTable<K, S> table,
      StateFunction<K, V, S, R> function,
      StateFunction.Visit visit,
      Instant until) {
    Objects.requireNonNull(function, "function");
    return own(table).update(own(input), function, visit, until);
  }

  @Override
  public void runOnDriver(int count, IntConsumer task) {
    long start = System.nanoTime();
    driver.runEach(count, task);
    report(count, start);
  }

  /** Lets go of what the engine keeps on executors and in the state directory. */
  @Override
  public void close() {
    driver.close();
    leftovers.sweep();
    dropState();
    sources.values().forEach(source -> source.destroy());
    sources.clear();
    directory.ifPresent(this::delete);
    if (owner) {
      context.stop();
    }
  }

  /** On other executors only if the application goes on; one that has no task now keeps it. */
  private void dropState() {
    ExecutorTables.drop(id);
    if (tables > 0 && !owner && !context.isLocal() && !context.isStopped()) {
      TableRef<Void, Void> all = new TableRef<>(id, 0, null, null);
      List<Integer> tasks = Collections.nCopies(parallelism(), 0);
      List<List<String>> anywhere = Collections.nCopies(parallelism(), List.of());
      try {
        maintain(
            "let go of state",
            new StateRdd<>(
                context,
                all,
                tasks,
                anywhere,
                (ref, partition, none) -> {
                  ExecutorTables.drop(ref.engine());
                  return new byte[0];
                }));
      } catch (MillraceException e) {
        LOG.warn("executors keep state of a closed engine until the application ends", e);
      }
    }
  }

  private void delete(WorkDirectory used) {
    try {
      used.deleteAll();
    } catch (IOException e) {
      LOG.warn("{} could not be deleted", used.root(), e);
    }
  }

  /** Unique in the world. */
  String id() {
    return id;
  }

  SparkContext context() {
    return context;
  }

  /** For Spark SQL; there may be none before it is asked for. */
  SparkSession session() {
    return session.get();
  }

  /** How many executors there are at this moment. */
  int executors() {
    return context.isLocal() ? 1 : context.statusTracker().getExecutorInfos().length - 1;
  }

  Optional<WorkDirectory> directory() {
    return directory;
  }

  Leftovers leftovers() {
    return leftovers;
  }

  /** A batch of this engine as what it is. */
  <T> SparkBatch<T> own(Batch<T> other) {
    if (other instanceof SparkBatch<T> mine && mine.engine() == this) {
      return mine;
    }
    throw new IllegalArgumentException("expected a batch of this engine, got " + other);
  }

  private <K, S> SparkStateTable<K, S> own(StateTable<K, S> table) {
    if (table instanceof SparkStateTable<K, S> mine && mine.engine() == this) {
      return mine;
    }
    throw new IllegalArgumentException("expected a state table of this engine, got " + table);
  }

  /** The next pass. */
  Work newWork() {
    return new Work(current(), ++works, firstOfBatch, deadLetters);
  }

  /** A source is sent once and then used by all batches. */
  @SuppressWarnings("unchecked") // each source has its own broadcast
  <T> Broadcast<Source<T>> broadcast(String name, Source<T> source) {
    return (Broadcast<Source<T>>)
        sources.computeIfAbsent(
            source,
            key -> {
              ShippingCheck.require("source '" + name + "'", key);
              return context.broadcast(key, Scala.tag(Source.class));
            });
  }

  <T> byte[] encode(List<T> values) {
    BlockEncoder encoder = new BlockEncoder();
    try {
      values.forEach(encoder::add);
      return encoder.finish(0);
    } catch (ConfigurationException e) {
      throw new ConfigurationException(description + ": " + e.getMessage(), e);
    }
  }

  boolean isInBatch() {
    return batch != null;
  }

  /** A pass that belongs to no batch; nothing is put aside in it. */
  Work idleWork() {
    return new Work(null, 0, Long.MAX_VALUE, deadLetters);
  }

  /** Runs a job of the present batch. */
  List<byte[]> run(RDD<byte[]> rdd) {
    long start = System.nanoTime();
    List<byte[]> results = runner.run(jobName(), rdd, this::where);
    report(results.size(), start);
    return results;
  }

  /**
   * Has one of Spark's own libraries compute something of the present batch.
   *
   * @return what it gave; computed as it says
   */
  <E> Batch<E> bySpark(Supplier<RDD<E>> library) {
    long start = System.nanoTime();
    RDD<E> result =
        runner.named(
            jobName(),
            this::where,
            () -> {
              RDD<E> rdd = library.get();
              leftovers.library(rdd);
              return rdd;
            });
    int partitions = result.getNumPartitions();
    report(partitions, start);
    return partitions == 0
        ? of(List.of())
        : new RddBatch<>(this, Chain.of(new ElementsRdd<>(result)), partitions);
  }

  private String jobName() {
    return "batch " + current().id() + ": " + description;
  }

  private void report(int tasks, long start) {
    jobs.add(new EngineReport.Job(description, tasks, Duration.ofNanos(System.nanoTime() - start)));
  }

  /** Runs a job that belongs to no batch. */
  List<byte[]> maintain(String name, RDD<byte[]> rdd) {
    return runner.run(
        name, rdd, partition -> name + (partition < 0 ? "" : ", partition " + partition));
  }

  /** What failed on the driver while it worked on a partition. */
  MillraceException failed(int partition, Exception cause) {
    return JobFailure.of(where(partition), cause);
  }

  private String where(int partition) {
    return JobFailure.where(description, current(), partition);
  }

  private BatchInfo current() {
    if (batch == null) {
      throw new IllegalStateException("no batch has begun: call beginBatch first");
    }
    return batch;
  }
}
