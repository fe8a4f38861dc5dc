package dev.millrace.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.Batch;
import dev.millrace.core.BatchInfo;
import dev.millrace.core.ConfigurationException;
import dev.millrace.core.MillraceException;
import dev.millrace.core.StreamingConfig;
import dev.millrace.core.engine.EngineProvider;
import dev.millrace.core.sink.MemorySink;
import dev.millrace.core.source.QueueSource;
import dev.millrace.core.testing.StreamTestDriver;
import java.io.IOException;
import java.io.Serializable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SparkEngineTest {
  private static final AtomicInteger ATTEMPTS = new AtomicInteger();

  private final SparkEngine engine = LocalSpark.engine();

  @BeforeEach
  void begin() {
    engine.beginBatch(new BatchInfo(7, Instant.EPOCH));
    engine.describe("train fraud");
    ATTEMPTS.set(0);
  }

  @AfterEach
  void close() {
    engine.close();
  }

  private Batch<Integer> numbers(int partitions) {
    return engine.of(
        IntStream.range(0, partitions).mapToObj(p -> List.of(2 * p, 2 * p + 1)).toList());
  }

  private static final class Handle {
    int use(int value) {
      return value + 1;
    }
  }

  /** Cannot be serialized. */
  private static final class Broken extends IOException {
    private static final long serialVersionUID = 1L;
    private final Handle handle = new Handle();

    Broken() {
      super("disk full");
    }

    int uses() {
      return handle.use(0);
    }
  }

  @Test
  void shouldSayWhatFailedAsTheLocalEngineDoes() {
    Batch<Integer> batch =
        numbers(3)
            .map(
                x -> {
                  if (x == 3) {
                    ATTEMPTS.incrementAndGet();
                    throw new IllegalStateException("no " + x);
                  }
                  return x;
                });
    MillraceException e = assertThrows(MillraceException.class, batch::collect);
    assertEquals(
        "train fraud: batch 7, partition 1: map: java.lang.IllegalStateException: no 3",
        e.getMessage());
    assertEquals("no 3", e.getCause().getCause().getMessage());
    assertEquals(3, ATTEMPTS.get());
  }

  @Test
  void shouldKeepTheKindOfAFailure() {
    Batch<Integer> batch =
        numbers(1)
            .map(
                x -> {
                  throw new ConfigurationException("wrong");
                });
    String message = assertThrows(ConfigurationException.class, batch::collect).getMessage();
    assertEquals("train fraud: batch 7, partition 0: wrong", message);
  }

  @Test
  void shouldThrowErrorsOnAsTheyAre() {
    Batch<Integer> batch =
        numbers(1)
            .map(
                x -> {
                  throw new AssertionError("never");
                });
    assertEquals("never", assertThrows(AssertionError.class, batch::collect).getMessage());
  }

  @Test
  void shouldSayWhatFailedThoughTheCauseCannotBeSent() {
    Batch<Integer> batch =
        numbers(1)
            .map(
                x -> {
                  Broken broken = new Broken();
                  throw broken.uses() == 0 ? new IllegalStateException() : broken;
                });
    String message = assertThrows(MillraceException.class, batch::collect).getMessage();
    assertTrue(message.contains("disk full"), message);
  }

  @Test
  void shouldRefuseFunctionsAndValuesThatCannotBeSent() {
    Handle handle = new Handle();
    Batch<Integer> captures = numbers(1).map(handle::use);
    Batch<Handle> makes = numbers(2).map(x -> new Handle());
    for (Batch<?> batch : List.of(captures, makes, makes.repartition(1))) {
      String message = assertThrows(ConfigurationException.class, batch::collect).getMessage();
      assertTrue(
          message.contains("train fraud") && message.contains(Handle.class.getName()), message);
    }
    String message =
        assertThrows(ConfigurationException.class, () -> engine.of(List.of(List.of(new Handle()))))
            .getMessage();
    assertTrue(message.contains(Handle.class.getName()), message);
    assertEquals(4, makes.count());
  }

  @Test
  void shouldGiveManyPartitionsToFewTasksInOrder() {
    Batch<Integer> batch = numbers(47);
    List<Integer> expected = IntStream.range(0, 94).boxed().toList();
    assertEquals(expected, batch.collect());
    assertEquals(expected, batch.repartition(1).collect());
    Batch<Integer> held = batch.hold();
    assertEquals(94, held.count());
    assertEquals(expected, held.union(held).collect().subList(94, 188));
    assertEquals(47, engine.endBatch().jobs().get(0).tasks());
  }

  @Test
  void shouldNameJobsAfterBatchAndPurposeAndLeaveTheThreadAsItWas() throws Exception {
    ConcurrentLinkedQueue<String> names = new ConcurrentLinkedQueue<>();
    SparkListener listener =
        new SparkListener() {
          @Override
          public void onJobStart(SparkListenerJobStart job) {
            names.add(job.properties().getProperty("spark.job.description"));
          }
        };
    LocalSpark.context().sc().addSparkListener(listener);
    numbers(2).count();
    LocalSpark.context().sc().listenerBus().waitUntilEmpty();
    LocalSpark.context().sc().removeSparkListener(listener);
    assertEquals(List.of("batch 7: train fraud"), new ArrayList<>(names));
    assertNull(LocalSpark.context().getLocalProperty("spark.job.description"));
    assertNull(LocalSpark.context().getLocalProperty("spark.jobGroup.id"));
  }

  @Test
  void shouldStopWhenInterruptedAndStayInterrupted() {
    Thread.currentThread().interrupt();
    MillraceException e =
        assertThrows(MillraceException.class, () -> numbers(2).map(x -> x).collect());
    assertTrue(e.getMessage().contains("interrupted"), e.getMessage());
    assertTrue(Thread.interrupted());
    assertEquals(4, numbers(2).count());
  }

  /** Not a record, so that it goes the way of Java's serialization. */
  private static final class Counter implements Serializable {
    private static final long serialVersionUID = 1L;
    private int count;
  }

  @Test
  void shouldGiveTasksObjectsOfTheirOwn() {
    Counter counter = new Counter();
    assertEquals(List.of(1, 2, 1, 2), numbers(2).map(x -> ++counter.count).collect());
    assertEquals(0, counter.count);
  }

  @Test
  void shouldReadSourcesOfTheDriverThere() {
    QueueSource<String> words = QueueSource.create(2);
    MemorySink<String> sink = new MemorySink<>();
    EngineProvider spark = EngineProvider.shipping(LocalSpark::engine);
    try (StreamTestDriver driver =
        StreamTestDriver.of(
            StreamingConfig.named("words").withEngine(spark),
            context -> context.source("words", words).map(word -> word + "!").to("out", sink))) {
      words.pushAll(List.of("to", "be", "or"));
      driver.runBatch();
      words.push("not");
      driver.runBatch();
    }
    assertEquals(Set.of("to!", "be!", "or!"), Set.copyOf(sink.batches().get(0L)));
    assertEquals(List.of("not!"), sink.batches().get(1L));
  }

  @Test
  void shouldGiveItsValuesToSpark() {
    SparkBatch<Integer> batch = (SparkBatch<Integer>) numbers(3).map(x -> x * x);
    assertEquals(List.of(0, 1, 4, 9, 16, 25), batch.toJavaRdd().collect());
    assertEquals(3, batch.toJavaRdd().getNumPartitions());
  }

  @Test
  void shouldKeepItsBatchesApartFromOthers() {
    try (SparkEngine other = LocalSpark.engine()) {
      Batch<Integer> foreign = other.of(List.of(List.of(1)));
      assertThrows(IllegalArgumentException.class, () -> numbers(1).union(foreign));
    }
    try (SparkEngine other = LocalSpark.engine()) {
      Batch<Integer> early = other.of(List.of(List.of(1)));
      assertThrows(IllegalStateException.class, early::count);
    }
  }

  @Test
  void shouldRefuseASecondApplicationAndUnknownOptions() {
    SparkConf conf = new SparkConf().setMaster("local[1]").setAppName("second");
    String message =
        assertThrows(
                ConfigurationException.class, () -> SparkEngine.open(conf, SparkOptions.defaults()))
            .getMessage();
    assertTrue(message.contains("Only one SparkContext"), message);
    assertThrows(IllegalArgumentException.class, () -> SparkEngine.local(0));
    message =
        assertThrows(
                ConfigurationException.class,
                () -> EngineProvider.named("spark", Map.of("mister", "local")))
            .getMessage();
    assertTrue(message.contains("mister") && message.contains("master"), message);
    assertTrue(EngineProvider.named("spark", Map.of("master", "local[2]")).shipsFunctions());
  }

  @Test
  void shouldUseAllCores() {
    assertEquals(2, engine.parallelism());
  }
}
