package dev.millrace.hadoop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.millrace.core.CheckpointException;
import dev.millrace.core.MillraceException;
import dev.millrace.core.checkpoint.Checkpoint;
import dev.millrace.core.checkpoint.CheckpointInfo;
import dev.millrace.core.checkpoint.CheckpointStore;
import dev.millrace.core.checkpoint.Storage;
import dev.millrace.core.file.FileTree;
import dev.millrace.core.testing.FileTreeConformance;
import dev.millrace.core.testing.SourceRun;
import dev.millrace.core.testing.StorageConformance;
import dev.millrace.file.FileOptions;
import dev.millrace.file.FileSource;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What holds on every kind of file system; other processes hold locks, and are killed. */
@Timeout(300)
abstract class StorageTest {
  /** A place in which there is nothing. */
  abstract URI newPlace();

  /** What another JVM needs to find the file system. */
  abstract List<String> settings();

  /** Stops the servers at once; they are there again some time after this returns. */
  abstract CompletableFuture<Void> restart();

  /** From now on a lock that is not renewed may be taken over after about a second. */
  abstract void expireSoon();

  @TestFactory
  Stream<DynamicTest> shouldKeepTheContract() {
    return StorageConformance.checks(() -> Storage.at(newPlace())).stream()
        .map(check -> dynamicTest(check.name(), check::run));
  }

  @TestFactory
  Stream<DynamicTest> shouldKeepTheContractOfFiles() {
    return FileTreeConformance.checks(() -> FileTree.at(newPlace())).stream()
        .map(check -> dynamicTest(check.name(), check::run));
  }

  @TestFactory
  Stream<DynamicTest> shouldReadFiles(@TempDir Path directory) throws Exception {
    return FileChecks.source(newPlace(), directory);
  }

  /** Those checks that a crash has a part in, since each takes many requests. */
  @TestFactory
  Stream<DynamicTest> shouldWriteFiles(@TempDir Path directory) {
    return Stream.of(false, true)
        .flatMap(isRolling -> FileChecks.sink(this::newPlace, isRolling, directory))
        .filter(check -> check.getDisplayName().contains("crash"));
  }

  @Test
  void shouldFollowNewFiles(@TempDir Path directory) throws Exception {
    FileTree tree = FileTree.at(newPlace());
    FileOptions follow = FileOptions.defaults().withFollow(true);
    try (SourceRun<String> run = new SourceRun<>(FileSource.text(tree.uri(), follow), directory)) {
      tree.write("a.txt", out -> out.write("1\n2\n".getBytes(UTF_8)));
      assertEquals(List.of("1", "2"), run.until(2));
      tree.write("b.txt.gz", out -> out.write(Copying.compressed("3\n4\n".getBytes(UTF_8))));
      tree.write("a.txt", out -> out.write("1\n2\n5\n".getBytes(UTF_8)));
      assertEquals(List.of("1", "2", "5", "3", "4"), run.until(5));
    }
  }

  @Test
  void shouldEndInTheSameFilesThoughItIsKilledAndTheServerRestarted(@TempDir Path checkpoints)
      throws Exception {
    URI place = newPlace();
    Copying.writeInput(place);
    Copying.run(place, "calm", checkpoints.resolve("calm"), batch -> {});
    Map<String, String> expected = Copying.output(place, "calm");
    assertEquals(Copying.FILES + 2 * 3, expected.size(), expected.keySet().toString());
    assertTrue(
        expected.containsKey("folders/remainder=1/part-000000000000-000000000002.jsonl"),
        expected.keySet().toString());
    Path checkpoint = checkpoints.resolve("killed");
    List<String> options = new ArrayList<>(settings());
    options.add("-Dmillrace.killAt=PUBLISH:3");
    options.addAll(List.of("-cp", Child.classPath(), Copying.class.getName()));
    options.addAll(List.of(place.toString(), "killed", checkpoint.toString()));
    try (Child child = Child.java(options)) {
      child.awaitEnd(137);
    }
    Copying.run(place, "killed", checkpoint, batch -> {});
    assertEquals(expected, Copying.output(place, "killed"));
    loseAndRepeatNothingWhenTheServerIsRestarted(place, expected, checkpoints.resolve("away"));
  }

  /** The client waits for a server that comes back soon, or the pipeline stops and is resumed. */
  private void loseAndRepeatNothingWhenTheServerIsRestarted(
      URI place, Map<String, String> expected, Path checkpoint) throws Exception {
    List<CompletableFuture<Void>> restarts = new ArrayList<>();
    try {
      Copying.run(
          place,
          "restarted",
          checkpoint,
          batch -> {
            if (batch == 3) {
              restarts.add(restart());
            }
          });
    } catch (MillraceException e) {
      assertTrue(e.getMessage().contains("batch 4"), e.getMessage());
    }
    restarts.get(0).get(60, TimeUnit.SECONDS);
    Copying.run(place, "restarted", checkpoint, batch -> {});
    assertEquals(expected, Copying.output(place, "restarted"));
  }

  @Test
  void shouldLeaveTheLockToAProcessThatLives() throws Exception {
    URI place = newPlace();
    try (Child holder = holder(place, "2s")) {
      CheckpointException refused =
          assertThrows(CheckpointException.class, () -> open(place, "2s").lock());
      assertTrue(
          refused.getMessage().contains("in use by process " + holder.pid()), refused::getMessage);
      holder.say("write a");
      holder.await(LockHolder.DONE);
    }
    assertEquals(List.of("a"), Storage.at(place).list());
  }

  @Test
  void shouldTakeOverAtOnceFromAProcessThatWasKilledHere() throws Exception {
    URI place = newPlace();
    holder(place, "60s").close();
    long start = System.nanoTime();
    try (Closeable lock = open(place, "60s").lock()) {
      assertTrue(lock != null);
      double seconds = (System.nanoTime() - start) / 1e9;
      assertTrue(seconds < 30, "took " + seconds + " s");
    }
  }

  @Test
  void shouldRefuseWhatComesFromAProcessThatLostTheLock() throws Exception {
    URI place = newPlace();
    try (Child late = holder(place, "60s")) {
      late.say("write a");
      late.await(LockHolder.DONE);
      late.signal("STOP");
      expireSoon();
      Storage next = open(place, "4s");
      try (Closeable lock = next.lock()) {
        assertTrue(lock != null);
        late.signal("CONT");
        for (String order : List.of("write a", "write b", "delete a")) {
          late.say(order);
          String answer = late.await(LockHolder.REFUSED);
          assertTrue(
              answer.contains("taken over by process " + ProcessHandle.current().pid()), answer);
        }
        next.write("c", out -> out.write(1));
        assertEquals(List.of("a", "c"), next.list());
      }
    }
  }

  @Test
  void shouldGoOnAfterKillsAsIfThereHadBeenNone(@TempDir Path directory) throws Exception {
    URI local = directory.resolve("undisturbed").toUri();
    Counting.run(local, directory.resolve("expected"));
    URI place = newPlace();
    Path output = directory.resolve("actual");
    for (int batch : List.of(2, 3, 7)) {
      try (Child pipeline = child(Counting.class, place.toString(), output.toString())) {
        pipeline.await(Counting.COMMITTED + batch);
      }
    }
    try (Child pipeline = child(Counting.class, place.toString(), output.toString())) {
      pipeline.awaitEnd();
    }
    Map<String, byte[]> expected = files(directory.resolve("expected"));
    Map<String, byte[]> actual = files(output);
    assertEquals(expected.keySet(), actual.keySet());
    assertTrue(expected.size() >= 2 * Counting.BATCHES, "files " + expected.keySet());
    expected.forEach((name, bytes) -> assertArrayEquals(bytes, actual.get(name), name));
    Checkpoint one = CheckpointStore.open(Storage.at(local)).newest().orElseThrow();
    Checkpoint other = CheckpointStore.open(Storage.at(place)).newest().orElseThrow();
    assertEquals(one.offsets(), other.offsets());
    assertEquals(one.names(), other.names());
    assertEquals(4, other.run());
    rollBack(place);
  }

  private static void rollBack(URI place) {
    CheckpointStore store = CheckpointStore.open(Storage.at(place));
    List<Long> kept = store.list().stream().map(CheckpointInfo::batchId).toList();
    long last = Counting.BATCHES - 1;
    assertEquals(List.of(last - 2, last - 1, last), kept);
    store.pin(last - 1);
    assertTrue(store.list().get(1).pinned());
    store.unpin(last - 1);
    store.rollBack(last - 1);
    assertEquals(
        List.of(last - 2, last - 1), store.list().stream().map(CheckpointInfo::batchId).toList());
  }

  private static Map<String, byte[]> files(Path root) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(root)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        if (!file.getFileName().toString().startsWith(".")) {
          files.put(root.relativize(file).toString(), Files.readAllBytes(file));
        }
      }
    }
    return files;
  }

  static Storage open(URI place, String lease) {
    Configuration configuration = new Configuration();
    configuration.set(HadoopStorage.LOCK_LEASE, lease);
    return HadoopStorage.at(place, configuration);
  }

  private Child holder(URI place, String lease) throws IOException {
    Child holder = child(LockHolder.class, place.toString(), lease);
    holder.await(LockHolder.LOCKED);
    return holder;
  }

  private Child child(Class<?> program, String... arguments) throws IOException {
    List<String> options = new ArrayList<>(settings());
    options.addAll(List.of("-cp", Child.classPath(), program.getName()));
    options.addAll(List.of(arguments));
    return Child.java(options);
  }
}
