package dev.millrace.core.sink;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.SinkException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StagedBatchesTest {
  @TempDir Path directory;

  private static StagedBatches.Part part(int rows, int bytes) {
    byte[] content = new byte[bytes];
    Arrays.fill(content, (byte) rows);
    return new StagedBatches.Part(rows, content);
  }

  private Path written() throws IOException {
    StagedBatches staged = StagedBatches.in(directory.resolve("a/b"));
    staged.write(3, List.of(part(2, 10_000), part(0, 0), part(1, 7)));
    return staged.files().get(3L);
  }

  @Test
  void shouldGiveBackWhatWasStaged() throws IOException {
    StagedBatches.Content content = StagedBatches.read(written());
    assertEquals(3, content.rows());
    byte[] first = new byte[10_000];
    byte[] last = new byte[7];
    content.bytes().get(first).get(last);
    assertEquals(0, content.bytes().remaining());
    assertArrayEquals(part(2, 10_000).bytes(), first);
    assertArrayEquals(part(1, 7).bytes(), last);
  }

  /** Persian writes numbers with other digits. */
  @Test
  void shouldFindWhatWasStagedWhateverTheLanguage() throws Exception {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("fa"));
    try {
      StagedBatches staged = StagedBatches.in(directory);
      staged.write(12, List.of(part(1, 1)));
      assertEquals(Set.of(12L), staged.files().keySet());
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void shouldPublishInOrderAndForgetWhatIsPublishedAlone() throws Exception {
    StagedBatches staged = StagedBatches.in(directory);
    for (long batch : new long[] {12, 9, 10, 11}) {
      staged.write(batch, List.of(part(1, 1)));
    }
    List<Long> published = new ArrayList<>();
    assertThrows(
        IOException.class,
        () ->
            staged.publish(
                11,
                (batch, file) -> {
                  if (batch == 11) {
                    throw new IOException("away");
                  }
                  published.add(batch);
                }));
    assertEquals(List.of(9L, 10L), published);
    assertEquals(Set.of(11L, 12L), staged.files().keySet());
    staged.discard(12);
    assertEquals(Set.of(11L), staged.files().keySet());
  }

  @Test
  void shouldRefuseToGuessWhetherABatchWasPublished() throws IOException {
    StagedBatches staged = StagedBatches.in(directory);
    staged.write(4, List.of(part(1, 1)));
    staged.requireNoneCommitted(context(3), "the table", "do this");
    SinkException e =
        assertThrows(
            SinkException.class,
            () -> staged.requireNoneCommitted(context(4), "the table", "do this"));
    assertTrue(e.getMessage().contains("whether batch 4 was published"), e.getMessage());
  }

  private static SinkContext context(long committed) {
    return new SinkContext("pipeline", "sink", Optional.empty(), committed);
  }

  @Test
  void shouldRefuseDamagedFilesWhole() throws IOException {
    Path file = written();
    byte[] bytes = Files.readAllBytes(file);
    for (int length = 0; length < bytes.length; length += length < 64 ? 1 : 997) {
      assertDamaged(file, Arrays.copyOf(bytes, length));
    }
    for (int bit = 0; bit < 8 * bytes.length; bit += bit < 512 ? 1 : 7919) {
      byte[] flipped = bytes.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      assertDamaged(file, flipped);
    }
  }

  private static void assertDamaged(Path file, byte[] content) throws IOException {
    Files.write(file, content);
    SinkException e = assertThrows(SinkException.class, () -> StagedBatches.read(file));
    assertTrue(e.getMessage().startsWith(file + " is damaged"), e.getMessage());
  }

  @Test
  void shouldStageWhereItIsToldOrBesideTheCheckpoint() throws IOException {
    StagedBatches.of(context(0), directory.toString(), "X.withStaging")
        .write(1, List.of(part(1, 1)));
    assertTrue(Files.exists(directory.resolve("pipeline/sink/batch-000000000001.rows")));
    SinkException e =
        assertThrows(SinkException.class, () -> StagedBatches.of(context(0), "", "X.withStaging"));
    assertTrue(e.getMessage().contains("choose one with X.withStaging"), e.getMessage());
  }
}
