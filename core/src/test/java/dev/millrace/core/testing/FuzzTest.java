package dev.millrace.core.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.MillraceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Faults that are put into readers are found. */
class FuzzTest {
  private static final List<byte[]> SEEDS =
      List.of("id=17;name=mill".getBytes(StandardCharsets.UTF_8));

  @TempDir Path corpora;

  private AssertionError found(Fuzz.Target target) {
    return assertThrows(AssertionError.class, () -> Fuzz.of("faulty", target, SEEDS).run(corpora));
  }

  private List<Path> corpus() throws IOException {
    try (Stream<Path> files = Files.list(corpora.resolve("faulty"))) {
      return files.toList();
    }
  }

  @Test
  void shouldCountWhatIsReadAndWhatIsRefused() {
    Fuzz.Target sound =
        input -> {
          if (input.length < 15) {
            throw new MillraceException("too short");
          }
        };
    Fuzz.Result result = Fuzz.of("sound", sound, SEEDS).run(corpora);
    assertTrue(result.read() > 0 && result.refused() > 0, result.toString());
    assertFalse(Files.exists(corpora.resolve("sound")));
  }

  @Test
  void shouldFindTheWrongExceptionAndKeepAShortInput() throws IOException {
    Fuzz.Target target =
        input -> {
          String text = new String(input, StandardCharsets.ISO_8859_1);
          Integer.parseInt(text.substring(text.indexOf('=') + 1, text.indexOf(';')));
        };
    AssertionError error = found(target);
    assertTrue(error.getMessage().startsWith("faulty: java.lang."), error.getMessage());
    assertEquals(1, corpus().size());
    assertTrue(Files.size(corpus().get(0)) < SEEDS.get(0).length);
    assertEquals(error.getMessage(), found(target).getMessage(), "the corpus is read first");
  }

  @Test
  void shouldFindMemoryThatTheInputDoesNotJustify() {
    AssertionError error =
        found(
            input -> {
              int length = input.length < 4 ? 0 : ByteBuffer.wrap(input).getInt() >>> 8;
              if (length > 1 << 16 && length < 1 << 23) {
                Arrays.fill(new byte[length], (byte) 1);
              }
            });
    assertTrue(error.getMessage().contains("bytes of memory"), error.getMessage());
  }

  @Test
  void shouldFindAStackThatOverflows() {
    AssertionError error = found(input -> deeper(input.length < 500 ? 0 : input.length));
    assertTrue(error.getCause() instanceof StackOverflowError, error.getMessage());
  }

  private static long deeper(long depth) {
    return depth == 0 ? 0 : 1 + deeper(depth + 1);
  }

  @Test
  void shouldRefuseSeedsThatAreNotRead() {
    AssertionError error =
        found(
            input -> {
              throw new IOException("never");
            });
    assertTrue(error.getMessage().contains("never"), error.getMessage());
  }
}
