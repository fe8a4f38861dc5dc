package dev.millrace.core.testing;

import dev.millrace.core.CheckpointException;
import dev.millrace.core.checkpoint.Storage;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;

/**
 * Checks that a place for checkpoints keeps the contract of {@link Storage}, as far as that shows
 * without cutting the power.
 *
 * <pre>{@code
 * @TestFactory
 * Stream<DynamicTest> storage() {
 *   return StorageConformance.checks(() -> Storage.at(newPlace())).stream()
 *       .map(c -> dynamicTest(c.name(), c::run));
 * }
 * }</pre>
 */
public final class StorageConformance {
  private static final int LARGE = 20 << 20;
  private static final int PIECE = 1 << 16;
  private static final List<String> BAD_NAMES =
      List.of(
          "",
          ".",
          "..",
          "a/b",
          "../a",
          "/a",
          "a\\b",
          ".a",
          "a b",
          "a\n",
          "a:b",
          "a%2fb",
          "é",
          "lock",
          "a".repeat(201));

  private final Supplier<? extends Storage> places;

  private StorageConformance(Supplier<? extends Storage> places) {
    this.places = places;
  }

  /**
   * @param places opens a new place for each check, in which there is nothing yet, and which {@link
   *     Storage#at} can open too
   */
  public static List<Check> checks(Supplier<? extends Storage> places) {
    StorageConformance suite = new StorageConformance(places);
    return List.of(
        suite.check("a new place holds nothing", suite::holdsNothing),
        suite.check("a file is read as it was written", suite::readsWhatWasWritten),
        suite.check("names are listed in order", suite::listsInOrder),
        suite.check("a file is replaced", suite::replaces),
        suite.check("a file is not there before it is whole", suite::hidesUnfinished),
        suite.check("content that fails leaves nothing", suite::leavesNothingOfAFailure),
        suite.check("content that fails leaves the file before it", suite::keepsTheFileBefore),
        suite.check("a large file is whole", suite::writesLargeFiles),
        suite.check("files of different names are written at the same time", suite::writesAtOnce),
        suite.check("a deleted file is gone, and may come again", suite::deletes),
        suite.check("what is not there is said so", suite::saysWhatIsMissing),
        suite.check("names that are not plain are refused", suite::refusesNames),
        suite.check("its URI opens the same place", suite::opensAgain),
        suite.check("one at a time holds the lock", suite::locksOnce),
        suite.check("a lock that is closed twice is given up once", suite::closesTwice),
        suite.check("the holder of the lock writes, reads and deletes", suite::servesTheHolder),
        suite.check("others write while the lock is held", suite::servesOthers));
  }

  private interface Body {
    void run(Storage storage) throws Exception;
  }

  private Check check(String name, Body body) {
    return new Check(name, () -> body.run(places.get()));
  }

  private void holdsNothing(Storage storage) throws IOException {
    Expect.equal("files", List.of(), storage.list());
    storage.force();
    Expect.equal("files", List.of(), storage.list());
  }

  private void readsWhatWasWritten(Storage storage) throws IOException {
    for (int size : new int[] {0, 1, PIECE - 1, PIECE, 3 * PIECE + 7}) {
      byte[] bytes = bytes(size);
      String name = "size-" + size;
      put(storage, name, bytes);
      Expect.equal("size of " + name, (long) size, storage.size(name));
      Expect.equal(name, bytes, get(storage, name));
    }
  }

  private void listsInOrder(Storage storage) throws IOException {
    for (String name : List.of("b", "a", "ckpt-00000000000000000010", "Z", "a-1", "a_1")) {
      put(storage, name, bytes(3));
    }
    Expect.equal(
        "files", List.of("Z", "a", "a-1", "a_1", "b", "ckpt-00000000000000000010"), storage.list());
  }

  private void replaces(Storage storage) throws IOException {
    put(storage, "a", bytes(2 * PIECE));
    put(storage, "a", text("second"));
    Expect.equal("a", text("second"), get(storage, "a"));
    Expect.equal("size", 6L, storage.size("a"));
    Expect.equal("files", List.of("a"), storage.list());
  }

  private void hidesUnfinished(Storage storage) throws IOException {
    put(storage, "b", text("before"));
    for (String name : List.of("a", "b")) {
      storage.write(
          name,
          out -> {
            out.write(bytes(4 * PIECE));
            out.flush();
            Expect.equal("files", List.of("b"), storage.list());
            Expect.equal("b", text("before"), get(storage, "b"));
          });
      storage.delete("a");
    }
    Expect.equal("size of b", 4L * PIECE, storage.size("b"));
  }

  private void leavesNothingOfAFailure(Storage storage) throws IOException {
    IOException failure = new IOException("as asked");
    for (int size : new int[] {0, 10, 4 * PIECE}) {
      IOException thrown =
          Expect.thrown("write", IOException.class, () -> fail(storage, "a", size, failure));
      Expect.that("the failure of the content, got " + thrown, thrown == failure);
      Expect.equal("files after " + size + " bytes", List.of(), storage.list());
    }
    Expect.thrown(
        "write",
        IllegalStateException.class,
        () ->
            storage.write(
                "a",
                out -> {
                  out.write(1);
                  throw new IllegalStateException("as asked");
                }));
    Expect.equal("files", List.of(), storage.list());
    put(storage, "a", text("second attempt"));
    Expect.equal("a", text("second attempt"), get(storage, "a"));
  }

  private void keepsTheFileBefore(Storage storage) throws IOException {
    put(storage, "a", text("before"));
    IOException failure = new IOException("as asked");
    Expect.thrown("write", IOException.class, () -> fail(storage, "a", 2 * PIECE, failure));
    Expect.equal("a", text("before"), get(storage, "a"));
    Expect.equal("files", List.of("a"), storage.list());
  }

  private void writesLargeFiles(Storage storage) throws IOException {
    CRC32C written = new CRC32C();
    storage.write(
        "large",
        out -> {
          written.reset();
          Random random = new Random(1);
          byte[] piece = new byte[PIECE];
          for (int i = 0; i < LARGE / PIECE; i++) {
            random.nextBytes(piece);
            written.update(piece);
            out.write(piece);
          }
        });
    Expect.equal("size", (long) LARGE, storage.size("large"));
    CRC32C read = new CRC32C();
    try (InputStream in = new CheckedInputStream(storage.read("large"), read)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    Expect.equal("checksum", written.getValue(), read.getValue());
  }

  private void writesAtOnce(Storage storage) throws Exception {
    Storage elsewhere = Storage.at(storage.uri());
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> writes = new ArrayList<>();
      for (int i = 0; i < 24; i++) {
        int number = i;
        writes.add(
            threads.submit(
                () -> {
                  put(number % 2 == 0 ? storage : elsewhere, "file-" + number, bytes(number * 999));
                  return number;
                }));
      }
      for (Future<?> write : writes) {
        write.get();
      }
    } catch (ExecutionException e) {
      throw new AssertionError("a write at the same time as others failed", e.getCause());
    } finally {
      threads.shutdownNow();
    }
    Expect.equal("files", 24, storage.list().size());
    for (int i = 0; i < 24; i++) {
      Expect.equal("file-" + i, bytes(i * 999), get(storage, "file-" + i));
    }
  }

  private void deletes(Storage storage) throws IOException {
    storage.delete("never-there");
    put(storage, "a", text("first"));
    put(storage, "b", text("stays"));
    storage.delete("a");
    storage.delete("a");
    storage.force();
    Expect.equal("files", List.of("b"), storage.list());
    put(storage, "a", text("again"));
    Expect.equal("a", text("again"), get(storage, "a"));
  }

  private void saysWhatIsMissing(Storage storage) throws IOException {
    missing(storage);
    put(storage, "b", text("there"));
    missing(storage);
  }

  private static void missing(Storage storage) {
    NoSuchFileException size =
        Expect.thrown("size", NoSuchFileException.class, () -> storage.size("a"));
    Expect.that(
        "the name in " + size.getMessage(),
        size.getMessage() != null && size.getMessage().endsWith("a"));
    Expect.thrown("read", NoSuchFileException.class, () -> get(storage, "a"));
  }

  private void refusesNames(Storage storage) throws IOException {
    for (String name : BAD_NAMES) {
      String what = "name '" + name + "'";
      Class<IllegalArgumentException> refusal = IllegalArgumentException.class;
      Expect.thrown(what, refusal, () -> put(storage, name, text("x")));
      Expect.thrown(what, refusal, () -> get(storage, name));
      Expect.thrown(what, refusal, () -> storage.size(name));
      Expect.thrown(what, refusal, () -> storage.delete(name));
    }
    Expect.equal("files", List.of(), storage.list());
  }

  private void opensAgain(Storage storage) throws IOException {
    put(storage, "a", text("one"));
    Storage again = Storage.at(storage.uri());
    Expect.equal("URI", storage.uri(), again.uri());
    Expect.equal("files", List.of("a"), again.list());
    Expect.equal("a", text("one"), get(again, "a"));
    put(again, "b", text("two"));
    Expect.equal("b", text("two"), get(storage, "b"));
  }

  private void locksOnce(Storage storage) throws IOException {
    put(storage, "a", text("one"));
    try (Closeable held = storage.lock()) {
      Expect.that("a lock", held != null);
      for (Storage other : List.of(storage, Storage.at(storage.uri()))) {
        CheckpointException refused =
            Expect.thrown("lock", CheckpointException.class, () -> other.lock().close());
        Expect.that(
            "the holder in: " + refused.getMessage(),
            refused.getMessage().contains("in use by process " + ProcessHandle.current().pid()));
      }
      Expect.equal("files", List.of("a"), storage.list());
    }
    Storage.at(storage.uri()).lock().close();
    storage.lock().close();
    Expect.equal("a", text("one"), get(storage, "a"));
    Expect.equal("files", List.of("a"), storage.list());
  }

  private void closesTwice(Storage storage) throws IOException {
    Closeable first = storage.lock();
    first.close();
    Closeable second = Storage.at(storage.uri()).lock();
    first.close();
    Expect.thrown("lock", CheckpointException.class, () -> storage.lock().close());
    second.close();
  }

  private void servesTheHolder(Storage storage) throws IOException {
    try (Closeable held = storage.lock()) {
      Expect.that("a lock", held != null);
      put(storage, "a", text("one"));
      put(storage, "b", text("two"));
      put(storage, "a", text("three"));
      Expect.thrown(
          "write", IOException.class, () -> fail(storage, "c", PIECE, new IOException("as asked")));
      storage.delete("b");
      storage.delete("b");
      storage.force();
      Expect.equal("files", List.of("a"), storage.list());
    }
    put(storage, "b", text("four"));
    Expect.equal("a", text("three"), get(storage, "a"));
    Expect.equal("b", text("four"), get(storage, "b"));
  }

  private void servesOthers(Storage storage) throws IOException {
    try (Closeable held = storage.lock()) {
      Expect.that("a lock", held != null);
      Storage other = Storage.at(storage.uri());
      put(other, "pin-1", new byte[0]);
      Expect.equal("size", 0L, storage.size("pin-1"));
      other.delete("pin-1");
      other.force();
      Expect.equal("files", List.of(), storage.list());
    }
  }

  private static void fail(Storage storage, String name, int after, IOException failure)
      throws IOException {
    storage.write(
        name,
        out -> {
          out.write(bytes(after));
          throw failure;
        });
  }

  private static void put(Storage storage, String name, byte[] bytes) throws IOException {
    storage.write(name, out -> out.write(bytes));
  }

  private static byte[] get(Storage storage, String name) throws IOException {
    try (InputStream in = storage.read(name)) {
      return in.readAllBytes();
    }
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }
}
