package dev.millrace.core.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.millrace.core.StreamingConfig;
import dev.millrace.core.sink.MemorySink;
import dev.millrace.core.source.GeneratorSource;
import dev.millrace.core.state.StateCodec;
import dev.millrace.core.state.StateCodecs;
import dev.millrace.core.testing.StreamTestDriver;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointContentTest {
  private static final int BATCHES = 12;

  @TempDir Path directory;

  /** The record that is another than usual. */
  private long odd = -1;

  /** A codec of a user's own. */
  private record Own() implements StateCodec<Long> {
    @Override
    public String layout() {
      return "own";
    }

    @Override
    public void write(Long value, DataOutput out) throws IOException {
      out.writeLong(value);
    }

    @Override
    public Long read(DataInput in) throws IOException {
      return in.readLong();
    }
  }

  private CheckpointContent content(
      String name, StreamingConfig config, StateCodec<Long> states, int batches) {
    Path place = directory.resolve(name);
    StreamingConfig placed =
        config.withCheckpoint(place).withMaxBatchRecords(600).withRetainCheckpoints(1);
    try (StreamTestDriver driver =
        StreamTestDriver.of(
            placed,
            context -> {
              long other = odd;
              context
                  .source(
                      "numbers",
                      GeneratorSource.unbounded(i -> i == other ? -1 : i * 7_919 % 20_011))
                  .keyBy(i -> i)
                  .<Long>updateStateByKey(
                      StateCodecs.int64(),
                      states,
                      (values, sum) ->
                          Optional.of(sum.orElse(0L) + values.size()).filter(n -> n < 3))
                  .named("counts")
                  .toPairs()
                  .to("out", new MemorySink<>());
            })) {
      for (int batch = 0; batch < batches; batch++) {
        driver.advance(Duration.ofMillis(name.length()));
        driver.runBatch();
      }
      driver.stop();
    }
    return CheckpointStore.open(place).content(batches - 1L);
  }

  @Test
  void shouldNotDependOnHowStateIsWritten() {
    StreamingConfig config = StreamingConfig.named("content");
    StateCodec<Long> codec = StateCodecs.int64();
    CheckpointContent each = content("each", config, codec, BATCHES);
    assertEquals(List.of(), each.opaque());
    assertEquals(64, each.hash().length());
    assertEquals(
        each,
        content(
            "seldom",
            config.withCheckpointPolicy(CheckpointPolicy.everyBatches(5)),
            codec,
            BATCHES));
    assertEquals(each, content("spread", config.withPartitions(7), codec, BATCHES));
    assertEquals(each, content("again", StreamingConfig.named("other"), codec, BATCHES));
    assertNotEquals(each.hash(), content("longer", config, codec, BATCHES + 1).hash());
  }

  @Test
  void shouldTellStateThatDiffersByOneKey() {
    StreamingConfig config = StreamingConfig.named("content");
    CheckpointContent one = content("one", config, StateCodecs.int64(), 3);
    odd = 7;
    assertNotEquals(one.hash(), content("two", config, StateCodecs.int64(), 3).hash());
  }

  @Test
  void shouldTakeTablesOfOwnCodecsByTheirLog() {
    StreamingConfig config = StreamingConfig.named("content");
    CheckpointContent content = content("own", config, new Own(), 4);
    assertEquals(List.of("counts"), content.opaque());
    assertEquals(content, content("equal", config, new Own(), 4));
    assertNotEquals(content.hash(), content("longer", config, new Own(), 5).hash());
  }

  /** The golden pipeline in two formats; the first kept times of tables that need none, too. */
  @Test
  void shouldNotDependOnTheFormat() throws URISyntaxException {
    for (String part : List.of("totals", "largest")) {
      assertEquals(golden(1).parts().get(part), golden(2).parts().get(part), part);
    }
  }

  private CheckpointContent golden(int version) throws URISyntaxException {
    Path place = Path.of(getClass().getResource("/golden/" + version).toURI());
    return CheckpointStore.open(place).content(5);
  }
}
