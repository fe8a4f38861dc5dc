package dev.millrace.core.testing;

import dev.millrace.core.BatchInfo;
import dev.millrace.core.engine.Engine;
import dev.millrace.core.engine.local.LocalEngine;
import dev.millrace.core.sink.ConcurrentSinkWriter;
import dev.millrace.core.sink.Delivery;
import dev.millrace.core.sink.Sink;
import dev.millrace.core.sink.SinkContext;
import dev.millrace.core.sink.SinkWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;

/**
 * Checks that a {@link Sink} keeps its contract, as far as its {@link Delivery} promises. A crash
 * is played by leaving a writer as it is and opening another one on the same place.
 *
 * <pre>{@code
 * @TestFactory
 * Stream<DynamicTest> sink() {
 *   return SinkConformance.checks(harness).stream().map(c -> dynamicTest(c.name(), c::run));
 * }
 * }</pre>
 */
public final class SinkConformance {
  private SinkConformance() {}

  /** The sink under test. */
  public interface Harness<T> {
    /** A new, empty place to write to. */
    Place<T> newPlace() throws Exception;

    /** Some record; different numbers give different ones. */
    T record(int number);
  }

  /** Where one sink writes to. */
  public interface Place<T> {
    /** A sink that writes to this place. */
    Sink<T> sink() throws Exception;

    /** What a reader of the place sees now, in the order in which it stands there. */
    List<T> visible() throws Exception;
  }

  /** The suite; each check uses a place of its own. */
  public static <T> List<Check> checks(Harness<T> harness) {
    return List.of(
        check(harness, "what is staged is invisible until published", SinkConformance::visibility),
        check(
            harness,
            "records stand in the order of batches and partitions",
            SinkConformance::order),
        check(harness, "publishing twice shows a batch once", SinkConformance::publishTwice),
        check(harness, "publishing what was not staged shows nothing", SinkConformance::unstaged),
        check(harness, "an empty batch is taken like any other", SinkConformance::emptyBatch),
        check(harness, "a discarded batch can be staged again", SinkConformance::restage),
        check(harness, "discarding leaves earlier batches alone", SinkConformance::discardLater),
        check(harness, "several batches may wait to be published", SinkConformance::waiting),
        check(
            harness,
            "a batch may be staged while the one before is published, if the writer allows it",
            SinkConformance::concurrent),
        check(
            harness,
            "after a crash, a committed batch is published",
            SinkConformance::crashCommitted),
        check(
            harness,
            "after a crash, an uncommitted batch is redone",
            SinkConformance::crashUncommitted),
        check(
            harness,
            "after a crash, a published batch shows once",
            SinkConformance::crashPublished),
        check(harness, "a published batch that is redone shows once", SinkConformance::redone),
        check(harness, "output goes on after a clean end", SinkConformance::reopen));
  }

  private interface Body<T> {
    void run(Scene<T> scene) throws Exception;
  }

  private static <T> Check check(Harness<T> harness, String name, Body<T> body) {
    return new Check(
        name,
        () -> {
          try (Scene<T> scene = new Scene<>(harness)) {
            body.run(scene);
          }
        });
  }

  private static <T> void visibility(Scene<T> scene) throws Exception {
    SinkWriter<T> writer = scene.open(-1);
    scene.stage(writer, 0, 0, 3);
    scene.expect("before publishing");
    writer.publish(0);
    scene.expect("after publishing", 0, 3);
  }

  private static <T> void order(Scene<T> scene) throws Exception {
    SinkWriter<T> writer = scene.open(-1);
    for (int batch = 0; batch < 12; batch++) {
      scene.stage(writer, batch, batch * 5, batch * 5 + 5);
      writer.publish(batch);
    }
    scene.expect("after 12 batches", 0, 60);
  }

  private static <T> void publishTwice(Scene<T> scene) throws Exception {
    SinkWriter<T> writer = scene.open(-1);
    scene.stage(writer, 0, 0, 3);
    writer.publish(0);
    writer.publish(0);
    scene.expect("after publishing twice", 0, 3);
  }

  private static <T> void unstaged(Scene<T> scene) throws Exception {
    SinkWriter<T> writer = scene.open(-1);
    writer.publish(0);
    writer.discard(0);
    scene.expect("without staging");
  }

  private static <T> void emptyBatch(Scene<T> scene) throws Exception {
    SinkWriter<T> writer = scene.open(-1);
    scene.stage(writer, 0, 0, 0);
    writer.publish(0);
    scene.stage(writer, 1, 0, 2);
    writer.publish(1);
    scene.expect("after an empty batch and one of 2", 0, 2);
  }

  private static <T> void restage(Scene<T> scene) throws Exception {
    SinkWriter<T> writer = scene.open(-1);
    scene.stage(writer, 0, 0, 3);
    writer.discard(0);
    writer.discard(0);
    writer.publish(0);
    scene.expect("after discarding");
    scene.stage(writer, 0, 0, 3);
    writer.publish(0);
    scene.expect("after staging again", 0, 3);
  }

  private static <T> void discardLater(Scene<T> scene) throws Exception {
    SinkWriter<T> writer = scene.open(-1);
    scene.stage(writer, 0, 0, 2);
    writer.publish(0);
    scene.stage(writer, 1, 2, 4);
    scene.stage(writer, 2, 4, 6);
    writer.discard(2);
    writer.publish(1);
    writer.discard(0);
    scene.expect("after discarding batch 2", 0, 4);
  }

  private static <T> void waiting(Scene<T> scene) throws Exception {
    SinkWriter<T> writer = scene.open(-1);
    for (int batch = 0; batch < 3; batch++) {
      scene.stage(writer, batch, batch * 2, batch * 2 + 2);
    }
    scene.expect("with three batches staged");
    for (int batch = 0; batch < 3; batch++) {
      writer.publish(batch);
    }
    scene.expect("after publishing three batches", 0, 6);
  }

  private static <T> void concurrent(Scene<T> scene) throws Exception {
    SinkWriter<T> writer = scene.open(-1);
    if (writer instanceof ConcurrentSinkWriter<?>) {
      scene.stage(writer, 0, 0, 5);
      for (int batch = 0; batch < 12; batch++) {
        long published = batch;
        FutureTask<Boolean> publication =
            new FutureTask<>(
                () -> {
                  writer.publish(published);
                  return true;
                });
        Thread thread = new Thread(publication, "publish");
        thread.start();
        scene.stage(writer, batch + 1, batch * 5 + 5, batch * 5 + 10);
        writer.discard(batch + 2);
        publication.get();
      }
      scene.expect("after 12 of 13 staged batches", 0, 60);
    }
  }

  private static <T> void crashCommitted(Scene<T> scene) throws Exception {
    SinkWriter<T> first = scene.open(-1);
    for (int batch = 0; batch < 2; batch++) {
      scene.stage(first, batch, batch * 3, batch * 3 + 3);
    }
    SinkWriter<T> second = scene.open(1);
    second.publish(0);
    second.publish(1);
    second.discard(2);
    if (scene.delivery() == Delivery.AT_MOST_ONCE) {
      Checks.that(scene.visible().isEmpty(), "shown though the process that knew it is gone");
    } else {
      scene.expect("after recovery", 0, 6);
    }
  }

  private static <T> void crashUncommitted(Scene<T> scene) throws Exception {
    SinkWriter<T> first = scene.open(-1);
    scene.stage(first, 0, 0, 2);
    first.publish(0);
    scene.stage(first, 1, 2, 5);
    SinkWriter<T> second = scene.open(0);
    second.publish(0);
    second.discard(1);
    scene.expect("after recovery", 0, 2);
    scene.stage(second, 1, 2, 5);
    second.publish(1);
    scene.expect("after redoing batch 1", 0, 5);
  }

  private static <T> void crashPublished(Scene<T> scene) throws Exception {
    SinkWriter<T> first = scene.open(-1);
    scene.stage(first, 0, 0, 3);
    first.publish(0);
    SinkWriter<T> second = scene.open(0);
    second.publish(0);
    second.discard(1);
    scene.expectOnceIfPromised("after recovery", 0, 3);
  }

  private static <T> void redone(Scene<T> scene) throws Exception {
    SinkWriter<T> first = scene.open(-1);
    for (int batch = 0; batch < 3; batch++) {
      scene.stage(first, batch, batch * 2, batch * 2 + 2);
      first.publish(batch);
    }
    SinkWriter<T> second = scene.open(0);
    second.publish(0);
    second.discard(1);
    for (int batch = 1; batch < 3; batch++) {
      scene.stage(second, batch, batch * 2, batch * 2 + 2);
      second.publish(batch);
    }
    scene.expectOnceIfPromised("after falling back to the checkpoint of batch 0", 0, 6);
  }

  private static <T> void reopen(Scene<T> scene) throws Exception {
    for (int batch = 0; batch < 3; batch++) {
      SinkWriter<T> writer = scene.open(batch - 1);
      writer.publish(batch - 1);
      writer.discard(batch);
      scene.stage(writer, batch, batch * 2, batch * 2 + 2);
      writer.publish(batch);
      writer.close();
    }
    scene.expect("after three runs", 0, 6);
  }

  /** A place, and an engine to make batches with. */
  private static final class Scene<T> implements AutoCloseable {
    private final Harness<T> harness;
    private final Place<T> place;
    private final Path directory = Files.createTempDirectory("millrace-sink");
    private final Engine engine = LocalEngine.withThreads(2);
    private final List<SinkWriter<T>> writers = new ArrayList<>();

    Scene(Harness<T> harness) throws Exception {
      this.harness = harness;
      this.place = harness.newPlace();
    }

    Delivery delivery() throws Exception {
      return place.sink().delivery();
    }

    SinkWriter<T> open(long committed) throws Exception {
      SinkWriter<T> writer =
          place
              .sink()
              .open(new SinkContext("conformance", "sink", Optional.of(directory), committed));
      writers.add(writer);
      if (committed < 0) {
        writer.discard(0);
      }
      return writer;
    }

    /** Stages the records from {@code from} to {@code until - 1} in three partitions. */
    void stage(SinkWriter<T> writer, long batchId, int from, int until) throws Exception {
      engine.beginBatch(new BatchInfo(batchId, Instant.ofEpochSecond(batchId)));
      int third = (until - from) / 3;
      writer.stage(
          batchId,
          engine.of(
              List.of(
                  records(from, from + third),
                  records(from + third, until - third),
                  records(until - third, until))));
      engine.endBatch();
    }

    List<T> visible() throws Exception {
      return place.visible();
    }

    void expect(String when) throws Exception {
      expect(when, 0, 0);
    }

    void expect(String when, int from, int until) throws Exception {
      Checks.equal(records(from, until), place.visible(), when);
    }

    void expectOnceIfPromised(String when, int from, int until) throws Exception {
      if (delivery() == Delivery.EXACTLY_ONCE) {
        expect(when, from, until);
      } else {
        List<T> visible = place.visible();
        Checks.that(visible.containsAll(records(from, until)), when + ": lost, got " + visible);
      }
    }

    private List<T> records(int from, int until) {
      List<T> records = new ArrayList<>();
      for (int number = from; number < until; number++) {
        records.add(harness.record(number));
      }
      return records;
    }

    @Override
    public void close() throws IOException {
      for (SinkWriter<T> writer : writers) {
        writer.close();
      }
      engine.close();
      try (Stream<Path> paths = Files.walk(directory)) {
        for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }
}
