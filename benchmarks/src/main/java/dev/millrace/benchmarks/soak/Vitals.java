package dev.millrace.benchmarks.soak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * What must not grow while a pipeline runs.
 *
 * @param batchId after which it was measured
 * @param heapBytes used right after a full collection
 * @param threads that are alive
 * @param descriptors open files and sockets
 * @param files in the checkpoint's directory
 */
record Vitals(long batchId, long heapBytes, int threads, int descriptors, int files) {
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

  /** Measures now; takes a full collection. */
  static Vitals now(long batchId, Path checkpoint) {
    System.gc();
    return new Vitals(
        batchId,
        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
        ManagementFactory.getThreadMXBean().getThreadCount(),
        count(DESCRIPTORS),
        count(checkpoint));
  }

  private static int count(Path directory) {
    try (Stream<Path> entries = Files.list(directory)) {
      return (int) entries.count();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot count what is in " + directory, e);
    }
  }

  /** The greatest value of a figure. */
  static long max(List<Vitals> samples, ToLongFunction<Vitals> figure) {
    return samples.stream().mapToLong(figure).max().orElseThrow();
  }

  @Override
  public String toString() {
    return "batch "
        + batchId
        + ": heap "
        + (heapBytes >> 10)
        + " KiB, "
        + threads
        + " threads, "
        + descriptors
        + " descriptors, "
        + files
        + " files";
  }
}
