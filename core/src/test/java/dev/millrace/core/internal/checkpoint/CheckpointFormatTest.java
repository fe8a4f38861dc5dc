package dev.millrace.core.internal.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.CheckpointException;
import dev.millrace.core.checkpoint.Checkpoint;
import dev.millrace.core.checkpoint.StateRange;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.core.source.Offset;
import dev.millrace.core.source.OffsetRange;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointFormatTest {
  private static final Checkpoint SAMPLE = sample();

  private static Checkpoint sample() {
    Map<String, byte[]> parts = new LinkedHashMap<>();
    parts.put(
        "counts",
        new StateWriter()
            .put("total", 42)
            .put("sums", new double[] {1, -0.0, Double.NaN})
            .toBytes());
    parts.put("müller", new StateWriter().toBytes());
    Map<String, Offset> splits = new LinkedHashMap<>();
    splits.put("part-0", Offset.of(1523));
    splits.put("part-1", new Offset("12:\"x\""));
    return new Checkpoint(
        "fraud",
        41,
        Instant.parse("2026-01-02T03:04:05.678Z"),
        39,
        3,
        Map.of("trades", splits),
        parts,
        List.of(new StateRange("9f0c17aa52e1b3d4", 12, 40, 1, 7)));
  }

  static byte[] bytes(List<byte[]> pieces) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    pieces.forEach(all::writeBytes);
    return all.toByteArray();
  }

  private static Checkpoint decode(byte[] bytes) throws IOException {
    return CheckpointFormat.decode(new ByteArrayInputStream(bytes), bytes.length);
  }

  private static void assertSame(Checkpoint expected, Checkpoint actual) {
    assertArrayEquals(
        bytes(CheckpointFormat.encode(expected)), bytes(CheckpointFormat.encode(actual)));
  }

  /** Files that each version of the format wrote must be read for ever. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void shouldReadTheGoldenFileOfEachFormat(int version) throws IOException {
    Checkpoint read = decode(golden(version));
    assertEquals(SAMPLE.offsets(), read.offsets());
    assertEquals(SAMPLE.batchTime(), read.batchTime());
    assertEquals(42, read.part("counts").getLong("total"));
    assertArrayEquals(new double[] {1, -0.0, Double.NaN}, read.part("counts").getDoubles("sums"));
    assertEquals(version == 1 ? List.of() : SAMPLE.files(), read.files());
  }

  @Test
  void shouldWriteTheGoldenFileOfTheNewestFormat() throws IOException {
    assertArrayEquals(golden(2), bytes(CheckpointFormat.encode(SAMPLE)));
  }

  private byte[] golden(int version) throws IOException {
    try (InputStream in = getClass().getResourceAsStream("checkpoint-format-" + version + ".bin")) {
      return in.readAllBytes();
    }
  }

  @Test
  void shouldRefuseAFileCutAtAnyLength() {
    byte[] whole = bytes(CheckpointFormat.encode(SAMPLE));
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThrows(CheckpointException.class, () -> decode(cut), "cut at " + length);
    }
    byte[] longer = Arrays.copyOf(whole, whole.length + 1);
    assertThrows(CheckpointException.class, () -> decode(longer));
  }

  @Test
  void shouldRefuseAFileWithAnyBitFlipped() {
    byte[] whole = bytes(CheckpointFormat.encode(SAMPLE));
    for (int bit = 0; bit < whole.length * 8; bit++) {
      byte[] flipped = whole.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThrows(CheckpointException.class, () -> decode(flipped), "bit " + bit);
    }
  }

  @Test
  void shouldRefuseZerosAndForeignBytes() {
    assertThrows(CheckpointException.class, () -> decode(new byte[4096]));
    byte[] text = "this is not a checkpoint at all".getBytes(StandardCharsets.UTF_8);
    assertThrows(CheckpointException.class, () -> decode(text));
  }

  @Test
  void shouldTakeNoMemoryForALengthThatTheFileDoesNotHave() {
    byte[] whole = bytes(CheckpointFormat.encode(SAMPLE));
    ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).putInt(8, Integer.MAX_VALUE);
    CheckpointException failure =
        assertThrows(CheckpointException.class, () -> decode(withChecksum(whole)));
    assertTrue(failure.getMessage().contains("2147483647"), failure.getMessage());
  }

  /** Tells a file of a later version from a damaged one. */
  @Test
  void shouldNameTheVersionOfAWholeFileFromTheFuture() {
    byte[] whole = bytes(CheckpointFormat.encode(SAMPLE));
    ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).putInt(4, 3);
    CheckpointException damaged = assertThrows(CheckpointException.class, () -> decode(whole));
    assertTrue(damaged.getMessage().contains("checksum"), damaged.getMessage());
    CheckpointException newer =
        assertThrows(CheckpointVersionException.class, () -> decode(withChecksum(whole)));
    assertTrue(newer.getMessage().contains("format 3"), newer.getMessage());
  }

  private static byte[] withChecksum(byte[] file) {
    byte[] copy = file.clone();
    CRC32C crc = new CRC32C();
    crc.update(copy, 0, copy.length - 4);
    ByteBuffer.wrap(copy)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(copy.length - 4, (int) crc.getValue());
    return copy;
  }

  @Test
  void shouldReadTheHeaderWithoutTheParts() throws IOException {
    byte[] whole = bytes(CheckpointFormat.encode(SAMPLE));
    Checkpoint header =
        CheckpointFormat.decodeHeader(new ByteArrayInputStream(whole), whole.length);
    assertEquals(41, header.batchId());
    assertEquals(39, header.firstBatchId());
    assertTrue(header.names().isEmpty());
    assertSame(SAMPLE, decode(whole));
  }

  @Test
  void shouldRefuseAPlanThatIsCutOrFlipped() {
    BatchPlan plan =
        new BatchPlan(
            42,
            Instant.EPOCH,
            Map.of("trades", List.of(new OffsetRange("p", Offset.of(0), Offset.of(9), 9))),
            true);
    byte[] whole = bytes(PlanFormat.encode(new PlanFormat.Stored("fraud", 3, plan)));
    assertEquals(plan, PlanFormat.decode(whole).plan());
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThrows(CheckpointException.class, () -> PlanFormat.decode(cut), "cut at " + length);
    }
    for (int bit = 0; bit < whole.length * 8; bit++) {
      byte[] flipped = whole.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThrows(CheckpointException.class, () -> PlanFormat.decode(flipped), "bit " + bit);
    }
  }
}
