package dev.millrace.core.testing;

import static dev.millrace.core.testing.EngineCheck.numbers;

import dev.millrace.core.Batch;
import dev.millrace.core.MillraceException;
import dev.millrace.core.engine.Engine;
import dev.millrace.core.engine.EngineReport;
import dev.millrace.core.engine.Stage;
import dev.millrace.core.engine.StageSink;
import dev.millrace.core.source.BadRecordPolicy;
import dev.millrace.core.source.DeadLetter;
import dev.millrace.core.source.Offset;
import dev.millrace.core.source.OffsetRange;
import dev.millrace.core.source.Source;
import dev.millrace.core.source.SourceContext;
import dev.millrace.core.source.SplitPlanner;
import dev.millrace.core.source.SplitReader;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Checks of reading, failing, retrying and reporting. */
final class EngineTaskChecks {
  /** What has failed once already; static, since functions may be copied on their way to a task. */
  private static final Set<String> FAILED = ConcurrentHashMap.newKeySet();

  private EngineTaskChecks() {}

  static List<Check> checks(Supplier<? extends Engine> engines) {
    return List.of(
        EngineCheck.of("read gives a partition per range", engines, EngineTaskChecks::read),
        EngineCheck.of("bad records go aside under their source", engines, EngineTaskChecks::bad),
        EngineCheck.of("bad records fail where asked", engines, EngineTaskChecks::badFails),
        EngineCheck.of("a source's failure names it", engines, EngineTaskChecks::sourceFails),
        EngineCheck.of("tasks know batch and partition", engines, EngineTaskChecks::context),
        EngineCheck.of("a failed task is run again", engines, EngineTaskChecks::retry),
        EngineCheck.of("rejects of a failed attempt do not count", engines, EngineTaskChecks::once),
        EngineCheck.of(
            "a lasting failure names job, batch, cause", engines, EngineTaskChecks::fail),
        EngineCheck.of("the engine works on after a failure", engines, EngineTaskChecks::goOn),
        EngineCheck.of("dead letters come in order", engines, EngineTaskChecks::deadLetters),
        EngineCheck.of("the report lists jobs by name", engines, EngineTaskChecks::report),
        EngineCheck.of("driver tasks run once each", engines, EngineTaskChecks::onDriver),
        EngineCheck.of("a new batch begins an empty report", engines, EngineTaskChecks::fresh));
  }

  /** Numbers of a range; every multiple of ten is bad, and reading from 1,000 on fails. */
  private record Numbers(BadRecordPolicy badRecords) implements Source<Long> {
    @Override
    public SplitPlanner planner(SourceContext context) {
      throw new IllegalStateException("an engine plans nothing");
    }

    @Override
    public SplitReader<Long> reader(OffsetRange range) {
      return (out, rejects) -> {
        for (long i = range.from().position(); i < range.until().position(); i++) {
          if (i >= 1_000) {
            throw new IOException("disk on fire");
          } else if (i % 10 == 0) {
            rejects.emit(new DeadLetter("", "number " + i, "multiple of ten", "" + i));
          } else {
            out.emit(i);
          }
        }
      };
    }
  }

  private static OffsetRange range(long from, long until) {
    return new OffsetRange("s", Offset.of(from), Offset.of(until), until - from);
  }

  private static void read(Engine engine) {
    Source<Long> source = new Numbers(BadRecordPolicy.DEAD_LETTER);
    Batch<Long> batch = engine.read("n", source, List.of(range(1, 4), range(7, 8), range(4, 6)));
    Expect.equal(
        "records",
        List.of(List.of(1L, 2L, 3L), List.of(7L), List.of(4L, 5L)),
        batch.collectPartitions());
    Expect.equal("records of no ranges", 0L, engine.read("n", source, List.of()).count());
  }

  private static void bad(Engine engine) {
    Source<Long> source = new Numbers(BadRecordPolicy.DEAD_LETTER);
    Batch<Long> batch = engine.read("n", source, List.of(range(18, 22), range(29, 31)));
    Expect.equal("good records", List.of(18L, 19L, 21L, 29L), batch.collect());
    Expect.equal(
        "bad records",
        List.of(
            new DeadLetter("n", "number 20", "multiple of ten", "20"),
            new DeadLetter("n", "number 30", "multiple of ten", "30")),
        engine.endBatch().deadLetters());
  }

  private static void badFails(Engine engine) {
    Source<Long> source = new Numbers(BadRecordPolicy.FAIL);
    Batch<Long> batch = engine.read("n", source, List.of(range(18, 22)));
    String message =
        Expect.thrown("bad record", MillraceException.class, batch::collect).getMessage();
    Expect.that("position and reason in: " + message, message.contains("number 20: multiple"));
  }

  private static void sourceFails(Engine engine) {
    Source<Long> source = new Numbers(BadRecordPolicy.FAIL);
    Batch<Long> batch = engine.read("meter", source, List.of(range(999, 1_001)));
    String message =
        Expect.thrown("broken source", MillraceException.class, batch::collect).getMessage();
    Expect.that(
        "source, offsets and reason in: " + message,
        message.contains("meter")
            && message.contains("999")
            && message.contains("1001")
            && message.contains("disk on fire"));
  }

  private static void context(Engine engine) {
    Batch<String> batch =
        engine
            .of(numbers(1, 1, 1))
            .pipe(
                (downstream, task) ->
                    each(
                        downstream,
                        value -> downstream.emit(task.batch().id() + "/" + task.partition())));
    Expect.equal("context", List.of("17/0", "17/1", "17/2"), batch.collect());
  }

  /** Passes values on, but fails at {@code value} the first time that it comes. */
  private static Stage<Integer, Integer> failingOnce(String key, int value, boolean rejects) {
    return (downstream, task) ->
        each(
            downstream,
            x -> {
              if (rejects) {
                task.reject(new DeadLetter("check", "", "seen", x.toString()));
              }
              if (x == value && FAILED.add(key)) {
                throw new IOException("first attempt");
              }
              downstream.emit(x);
            });
  }

  private interface Step {
    void accept(Integer value) throws Exception;
  }

  private static StageSink<Integer> each(StageSink<?> downstream, Step step) {
    return new StageSink<>() {
      @Override
      public void emit(Integer value) throws Exception {
        step.accept(value);
      }

      @Override
      public void complete() throws Exception {
        downstream.complete();
      }
    };
  }

  private static void retry(Engine engine) {
    String key = UUID.randomUUID().toString();
    List<List<Integer>> numbers = numbers(3, 4);
    Expect.equal(
        "values after a retry",
        numbers,
        engine.of(numbers).pipe(failingOnce(key, 5, false)).collectPartitions());
    String exchanged = UUID.randomUUID().toString();
    Expect.equal(
        "exchanged after a retry",
        numbers(7),
        engine
            .of(numbers)
            .pipe(failingOnce(exchanged, 5, false))
            .repartition(1)
            .collectPartitions());
  }

  private static void once(Engine engine) {
    String key = UUID.randomUUID().toString();
    engine.of(numbers(2, 3)).pipe(failingOnce(key, 3, true)).collect();
    Expect.equal(
        "rejects",
        List.of("0", "1", "2", "3", "4"),
        engine.endBatch().deadLetters().stream().map(DeadLetter::record).toList());
  }

  private static Batch<Integer> broken(Engine engine) {
    return engine
        .of(numbers(2, 2, 2))
        .map(
            x -> {
              if (x / 2 == 1) {
                throw new IOException("no " + x);
              }
              return x;
            });
  }

  private static void fail(Engine engine) {
    engine.describe("count the ships");
    MillraceException failure =
        Expect.thrown("failure", MillraceException.class, () -> broken(engine).count());
    String message = failure.getMessage();
    Expect.that(
        "job, batch, partition and cause in: " + message,
        message.contains("count the ships")
            && message.contains("17")
            && message.contains("partition 1")
            && message.contains("no 2"));
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    Expect.that("the cause in the chain", root.toString().contains("no 2"));
  }

  private static void goOn(Engine engine) {
    Expect.thrown("failure", MillraceException.class, () -> broken(engine).count());
    Expect.equal("count afterwards", 6L, engine.of(numbers(2, 2, 2)).count());
  }

  private static void deadLetters(Engine engine) {
    Batch<Integer> batch =
        engine
            .of(numbers(2, 0, 2))
            .pipe(
                (downstream, task) ->
                    each(
                        downstream,
                        x -> task.reject(new DeadLetter("check", "", "all", x.toString()))));
    Expect.equal("what is left", 0L, batch.count());
    Expect.equal("again", 0L, batch.count());
    Expect.equal(
        "rejects",
        List.of("0", "1", "2", "3", "0", "1", "2", "3"),
        engine.endBatch().deadLetters().stream().map(DeadLetter::record).toList());
  }

  private static void report(Engine engine) {
    engine.describe("first");
    engine.of(numbers(1, 1)).count();
    engine.describe("second");
    engine.of(numbers(1)).count();
    List<EngineReport.Job> jobs = engine.endBatch().jobs();
    Expect.equal(
        "job names",
        List.of("first", "second"),
        jobs.stream().map(EngineReport.Job::description).toList());
    Expect.equal("tasks", List.of(2, 1), jobs.stream().map(EngineReport.Job::tasks).toList());
    Expect.that("times from 0 on", jobs.stream().noneMatch(job -> job.time().isNegative()));
  }

  private static void onDriver(Engine engine) {
    int[] runs = new int[5];
    engine.runOnDriver(runs.length, i -> runs[i]++);
    Expect.equal("runs", List.of(1, 1, 1, 1, 1), IntStream.of(runs).boxed().toList());
    engine.runOnDriver(0, i -> runs[i]++);
    String message =
        Expect.thrown(
                "the first failure",
                IllegalStateException.class,
                () ->
                    engine.runOnDriver(
                        4,
                        i -> {
                          runs[i]++;
                          if (i % 2 == 1) {
                            throw new IllegalStateException("task " + i);
                          }
                        }))
            .getMessage();
    Expect.equal("what the first failure says", "task 1", message);
    Expect.equal("runs of the failed task", 2, runs[1]);
  }

  private static void fresh(Engine engine) {
    once(engine);
    engine.beginBatch(EngineCheck.BATCH);
    EngineReport report = engine.endBatch();
    Expect.equal("dead letters", List.of(), report.deadLetters());
    Expect.equal("jobs", List.of(), report.jobs());
  }
}
