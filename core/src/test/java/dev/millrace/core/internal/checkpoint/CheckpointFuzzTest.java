package dev.millrace.core.internal.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.CheckpointException;
import dev.millrace.core.checkpoint.Checkpoint;
import dev.millrace.core.source.Offset;
import dev.millrace.core.source.OffsetRange;
import dev.millrace.core.testing.Fuzz;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/** Files of a checkpoint directory, damaged. */
class CheckpointFuzzTest {
  private static final Path CORPORA = Path.of("src/test/resources/fuzz");
  private static final int PREFIX = 16;
  private static final int CHECKSUM_LINE = 25;

  private static byte[] golden(int format) throws IOException {
    String name = "checkpoint-format-" + format + ".bin";
    try (InputStream in = CheckpointFuzzTest.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    }
  }

  private static Checkpoint decode(byte[] bytes) throws IOException {
    return CheckpointFormat.decode(new ByteArrayInputStream(bytes), bytes.length);
  }

  /** Whatever became of a file, it is not taken for another. */
  @Test
  void shouldRefuseEveryDamagedCheckpointOrReadItAsItWas() throws IOException {
    byte[] whole = golden(2);
    Fuzz.Target target =
        input ->
            assertArrayEquals(
                whole, CheckpointFormatTest.bytes(CheckpointFormat.encode(decode(input))));
    Fuzz.Result result = Fuzz.of("checkpoint", target, List.of(whole)).run(CORPORA);
    assertTrue(result.refused() > 0, result.toString());
  }

  /** As one who can compute checksums might write it. */
  @Test
  void shouldReadHeadersOfAnyContentOrRefuseThem() throws IOException {
    Fuzz.Result result =
        Fuzz.of(
                "checkpoint-header",
                input -> {
                  CheckpointFormat.decodeHeader(new ByteArrayInputStream(input), input.length);
                  CheckpointFormat.encode(decode(input));
                },
                List.of(golden(1), golden(2)))
            .withTokens("{", "[", "null", "\"kind\":\"full\"", "\"offset\":", "\"length\":-1")
            .withRepair(CheckpointFuzzTest::withChecksums)
            .run(CORPORA);
    assertTrue(result.read() > 0 && result.refused() > 0, result.toString());
  }

  private static byte[] withChecksums(byte[] file) {
    if (file.length > PREFIX + Integer.BYTES) {
      ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
      int length = Math.max(0, Math.min(bytes.getInt(8), file.length - PREFIX));
      bytes.putInt(12, crc(file, PREFIX, length));
      int end = file.length - Integer.BYTES;
      bytes.putInt(end, crc(file, 0, end));
    }
    return file;
  }

  private static int crc(byte[] bytes, int from, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, from, length);
    return (int) crc.getValue();
  }

  @Test
  void shouldReadPlansOfAnyContentOrRefuseThem() {
    BatchPlan plan =
        new BatchPlan(
            42,
            Instant.EPOCH,
            Map.of("trades", List.of(new OffsetRange("p", Offset.of(0), Offset.of(9), 9))),
            false);
    byte[] whole =
        CheckpointFormatTest.bytes(PlanFormat.encode(new PlanFormat.Stored("fraud", 3, plan)));
    Fuzz.Result result =
        Fuzz.of("plan", PlanFormat::decode, List.of(whole))
            .withRepair(CheckpointFuzzTest::withChecksumLine)
            .run(CORPORA);
    assertTrue(result.read() > 0 && result.refused() > 0, result.toString());
  }

  private static byte[] withChecksumLine(byte[] file) {
    if (file.length >= CHECKSUM_LINE) {
      int crc = crc(file, CHECKSUM_LINE, file.length - CHECKSUM_LINE);
      byte[] digits = String.format(Locale.ROOT, "%08x", crc).getBytes(StandardCharsets.US_ASCII);
      System.arraycopy(digits, 0, file, CHECKSUM_LINE - 9, digits.length);
    }
    return file;
  }

  @Test
  void shouldRefuseEveryDamagedPlan() {
    BatchPlan plan = new BatchPlan(1, Instant.EPOCH, Map.of(), false);
    byte[] whole =
        CheckpointFormatTest.bytes(PlanFormat.encode(new PlanFormat.Stored("fraud", 3, plan)));
    Fuzz.of(
            "plan-damaged",
            input -> assertEquals(plan, PlanFormat.decode(input).plan()),
            List.of(whole))
        .withRefusal(CheckpointException.class)
        .run(CORPORA);
  }
}
