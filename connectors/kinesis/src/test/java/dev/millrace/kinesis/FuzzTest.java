package dev.millrace.kinesis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.source.Offset;
import dev.millrace.core.testing.Fuzz;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Partition keys, offsets and what is staged, damaged: taken, or refused with a reason. */
class FuzzTest {
  private static final Path CORPORA = Path.of("src/test/resources/fuzz");

  @TempDir Path directory;

  private static void refusesSome(Fuzz fuzz) {
    Fuzz.Result result = fuzz.run(CORPORA);
    assertTrue(result.read() > 0 && result.refused() > 0, result.toString());
  }

  /** Whoever writes to the stream chooses partition keys. */
  @Test
  void shouldTakeAnyPartitionKey() {
    Fuzz.of(
            "partition-key",
            input -> {
              String key = new String(input, UTF_8);
              BatchMark.of(key)
                  .ifPresent(
                      mark -> assertEquals(mark, BatchMark.of(mark.partitionKey()).orElseThrow()));
            },
            List.of("card-7@12-345".getBytes(UTF_8), "größe\n@0-0".getBytes(UTF_8)))
        .withTokens("@", "@1-", "-", "@1-2".repeat(50), "9".repeat(30))
        .run(CORPORA);
  }

  @Test
  void shouldGoOnFromAnyOffsetOrSayWhyNot() {
    refusesSome(
        Fuzz.of(
                "offset",
                input -> {
                  String text = new String(input, UTF_8);
                  ShardPosition position =
                      ShardPosition.of(
                          new Offset(text.substring(0, Math.min(1000, text.length()))));
                  assertEquals(position, ShardPosition.of(position.toOffset()));
                },
                List.of(
                    "earliest".getBytes(UTF_8),
                    "at 1700000000000".getBytes(UTF_8),
                    "49590338271490256608559692538361571095921575989136588898".getBytes(UTF_8)))
            .withTokens("at ", "9".repeat(200), "-", "+"));
  }

  @Test
  void shouldReadWhenItStartedFirstOrSayWhyNot() {
    Fuzz.Target target =
        input -> {
          Files.write(directory.resolve("first-start"), input);
          FirstStart.open(directory);
        };
    refusesSome(
        Fuzz.of("first-start", target, List.of("1700000000000 settled\n".getBytes(UTF_8)))
            .withRefusal(IOException.class)); // not UTF-8
  }

  /** Staged rows, as one who can compute the checksum of their file might write them. */
  @Test
  void shouldReadStagedRowsOfAnyBytesOrSayWhyNot() {
    byte[] rows = ByteBuffer.allocate(15).putInt(3).put(new byte[3]).putInt(4).array();
    refusesSome(
        Fuzz.of(
                "staged-rows",
                input -> {
                  ByteBuffer in = ByteBuffer.wrap(input);
                  while (in.hasRemaining()) {
                    KinesisSinkWriter.next(in);
                  }
                },
                List.of(rows))
            .withRefusal(BufferUnderflowException.class));
  }
}
