package dev.millrace.core.internal.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What {@link CrashMain} has written to an output directory and those beside it. */
final class CrashOutput {
  private CrashOutput() {}

  /**
   * All outputs are the same to the byte, batch by batch, and nothing is left staged.
   *
   * @param calm of a process that nothing happened to
   */
  static void assertSame(Path calm, Path output, int batches) throws IOException {
    for (String suffix : List.of("", CrashMain.WINDOWS, CrashMain.BEHIND)) {
      Path expected = calm.resolveSibling(calm.getFileName() + suffix);
      Path actual = output.resolveSibling(output.getFileName() + suffix);
      List<Path> files = BatchFileSink.published(actual);
      assertEquals(batches, BatchFileSink.published(expected).size());
      assertEquals(batches, files.size(), actual.toString());
      for (Path file : files) {
        byte[] bytes = Files.readAllBytes(expected.resolve(file.getFileName()));
        assertArrayEquals(bytes, Files.readAllBytes(file), file.toString());
      }
      assertEquals(List.of(), BatchFileSink.staged(actual));
    }
  }
}
