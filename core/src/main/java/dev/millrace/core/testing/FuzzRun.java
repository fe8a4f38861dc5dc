package dev.millrace.core.testing;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/** One run of a {@link Fuzz}. Inputs are read by a thread of its own, which may hang. */
final class FuzzRun {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(20);
  private static final int MEASUREMENTS = 3;
  private static final long SHRINKING_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final int EXCERPT = 400;

  private final Fuzz fuzz;
  private final Path corpus;
  private final Mutator mutator;
  private long read;
  private long refused;

  /** What is being read, and since when; as the reading thread sets them. */
  private volatile byte[] current = new byte[0];

  private volatile long since;
  private volatile Throwable failure;

  FuzzRun(Fuzz fuzz, Path corpus, Mutator mutator) {
    this.fuzz = fuzz;
    this.corpus = corpus;
    this.mutator = mutator;
  }

  /**
   * @param inputs how many new ones at most
   * @param seconds for how long at most
   */
  Fuzz.Result run(long inputs, long seconds) {
    since = System.nanoTime();
    Thread reader = new Thread(() -> readAll(inputs, seconds), "fuzz " + fuzz.name());
    reader.setDaemon(true);
    reader.start();
    try {
      while (reader.isAlive()) {
        reader.join(100);
        if (System.nanoTime() - since > LONGEST_NANOS && reader.isAlive()) {
          AssertionError hang = new AssertionError("it hangs");
          hang.setStackTrace(reader.getStackTrace());
          throw failed(current, hang);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
    if (failure != null) {
      throw failed(current, failure);
    }
    return new Fuzz.Result(read, refused);
  }

  private void readAll(long inputs, long seconds) {
    try {
      for (byte[] seed : fuzz.seeds()) {
        current = seed;
        fuzz.read(seed.clone());
      }
      for (byte[] found : found()) {
        problem(found).ifPresent(this::fail);
      }
      long begun = System.nanoTime();
      long limit = TimeUnit.SECONDS.toNanos(seconds);
      for (long i = 0; i < inputs && System.nanoTime() - begun < limit; i++) {
        require(fuzz.repaired(mutator.next()));
      }
    } catch (Found e) {
      failure = e.getCause();
    } catch (Throwable e) {
      failure = e;
    }
  }

  private List<byte[]> found() throws IOException {
    if (!Files.isDirectory(corpus)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(corpus)) {
      return files.sorted().map(FuzzRun::bytes).toList();
    }
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void require(byte[] input) {
    Optional<Throwable> problem = problem(input);
    if (problem.isPresent()) {
      byte[] shortest = shrunk(input, problem.get().getClass());
      fail(problem(shortest).orElse(problem.get()));
    }
  }

  /** Ends with what is wrong with the input that was read last. */
  private void fail(Throwable problem) {
    throw new Found(problem);
  }

  /** The cause is what is wrong. */
  private static final class Found extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Found(Throwable problem) {
      super(problem);
    }
  }

  /** What goes wrong with an input, if anything does. */
  private Optional<Throwable> problem(byte[] input) {
    current = input;
    since = System.nanoTime();
    long least = Long.MAX_VALUE;
    // the first times, loading classes takes memory too
    for (int i = 0; i < MEASUREMENTS && least > fuzz.memoryFor(input); i++) {
      byte[] own = input.clone();
      long before = THREADS.getCurrentThreadAllocatedBytes();
      boolean good = true;
      try {
        fuzz.read(own);
      } catch (Throwable e) {
        if (!fuzz.mayRefuseBy(e)) {
          return Optional.of(e);
        }
        good = false;
      }
      least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
      if (i == 0) {
        read += good ? 1 : 0;
        refused += good ? 0 : 1;
      }
    }
    return least > fuzz.memoryFor(input)
        ? Optional.of(new AssertionError("it takes " + least + " bytes of memory"))
        : Optional.empty();
  }

  /** Without as many pieces as can be left out. */
  private byte[] shrunk(byte[] input, Class<?> problem) {
    byte[] shortest = input;
    long end = System.nanoTime() + SHRINKING_NANOS;
    for (int piece = Integer.highestOneBit(Math.max(1, input.length)); piece > 0; piece /= 2) {
      for (int at = 0; at < shortest.length && System.nanoTime() < end; ) {
        byte[] shorter = without(shortest, at, Math.min(shortest.length, at + piece));
        if (problem(fuzz.repaired(shorter.clone())).filter(problem::isInstance).isPresent()) {
          shortest = shorter;
        } else {
          at += piece;
        }
      }
    }
    byte[] repaired = fuzz.repaired(shortest.clone());
    return problem(repaired).isPresent() ? repaired : input;
  }

  private static byte[] without(byte[] input, int from, int to) {
    byte[] shorter = Arrays.copyOf(input, input.length - (to - from));
    System.arraycopy(input, to, shorter, from, input.length - to);
    return shorter;
  }

  private AssertionError failed(byte[] input, Throwable problem) {
    CRC32C crc = new CRC32C();
    crc.update(input);
    Path file = corpus.resolve(String.format(Locale.ROOT, "%08x", crc.getValue()));
    try {
      Files.createDirectories(corpus);
      Files.write(file, input);
    } catch (IOException e) {
      problem.addSuppressed(e);
    }
    String text = new String(input, StandardCharsets.ISO_8859_1);
    return new AssertionError(
        String.format(
            Locale.ROOT,
            "%s: %s, for the %d bytes in %s: %s",
            fuzz.name(),
            problem,
            input.length,
            file,
            text.substring(0, Math.min(EXCERPT, text.length())).replaceAll("[^ -~]", ".")),
        problem);
  }
}
