package dev.millrace.kafka;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.SinkException;
import dev.millrace.core.sink.SinkContext;
import dev.millrace.core.sink.StagedBatches;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StagingTest {
  private static final KafkaHeader HEADER = new KafkaHeader("höhe", null);

  @TempDir Path directory;

  private static StagedBatches.Part part(Message... messages) {
    Frames frames = new Frames();
    for (Message message : messages) {
      frames.add(message);
    }
    return new StagedBatches.Part(messages.length, frames.toBytes());
  }

  private Path written() throws IOException {
    Message full = new Message(new byte[] {1}, new byte[10_000], 7, List.of(HEADER));
    Message empty = new Message(null, null, -1, List.of());
    StagedBatches staging = StagedBatches.in(directory);
    staging.write(3, List.of(part(full, empty), part(), part(full)));
    return staging.files().get(3L);
  }

  @Test
  void shouldGiveBackWhatWasStaged() throws IOException {
    List<Message> read = new ArrayList<>();
    StagedBatches.Content content = StagedBatches.read(written());
    for (long row = 0; row < content.rows(); row++) {
      read.add(Frames.read(content.bytes()));
    }
    assertEquals(0, content.bytes().remaining());
    assertEquals(3, read.size());
    assertArrayEquals(new byte[] {1}, read.get(0).key());
    assertEquals(10_000, read.get(2).value().length);
    assertEquals(List.of(HEADER), read.get(0).headers());
    assertEquals(7, read.get(0).timestamp());
    assertNull(read.get(1).value());
  }

  @Test
  void shouldAskForAPlaceWhereTheCheckpointIsElsewhere() {
    KafkaSink<String> sink =
        KafkaSink.values(KafkaOptions.of("localhost:1"), "t", KafkaFormat.text());
    SinkContext context = new SinkContext("pipeline", "sink", Optional.empty(), 5);
    SinkException e = assertThrows(SinkException.class, () -> sink.open(context));
    assertTrue(e.getMessage().contains("withStaging"), e.getMessage());
  }
}
