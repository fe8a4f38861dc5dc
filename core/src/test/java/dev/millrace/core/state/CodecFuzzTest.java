package dev.millrace.core.state;

import dev.millrace.core.internal.codec.ByteInput;
import dev.millrace.core.internal.codec.ByteOutput;
import dev.millrace.core.testing.Fuzz;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What codecs wrote, damaged. */
class CodecFuzzTest {
  private static final Path CORPORA = Path.of("src/test/resources/fuzz");

  record Item(String text, List<Optional<Double>> numbers) {}

  record Plain(String text, List<Double> numbers, Map<String, Integer> counts) {}

  record Everything(
      String text, long number, Instant at, DayOfWeek day, boolean flag, List<Item> items) {}

  private static final Everything SOME =
      new Everything(
          "größe",
          -1,
          Instant.EPOCH,
          DayOfWeek.MONDAY,
          true,
          List.of(
              new Item("a", List.of(Optional.empty(), Optional.of(1.5))), new Item("", List.of())));

  private static <T> void fuzz(String name, StateCodec<T> codec, T value) throws IOException {
    ByteOutput out = new ByteOutput();
    codec.write(value, out);
    Fuzz.of(name, input -> codec.read(new ByteInput(input)), List.of(out.toBytes()))
        .withRefusal(IOException.class)
        .run(CORPORA);
  }

  @Test
  void shouldReadRecordsOfAnyBytesOrRefuseThem() throws IOException {
    fuzz("codec-record", StateCodecs.record(Everything.class), SOME);
  }

  @Test
  void shouldReadJsonOfAnyBytesOrRefuseIt() throws IOException {
    fuzz("codec-json", StateCodecs.json(Plain.class), new Plain("a", List.of(1.5), Map.of("b", 2)));
  }

  @Test
  void shouldTakeAnyTextForALayoutOrNot() {
    byte[] layout =
        StateCodecs.pair(StateCodecs.record(Everything.class), StateCodecs.bytes())
            .layout()
            .getBytes(StandardCharsets.UTF_8);
    Fuzz.of(
            "codec-layout",
            input ->
                StateCodecs.ofLayout(new String(input, StandardCharsets.UTF_8))
                    .ifPresent(StateCodec::layout),
            List.of(layout))
        .withTokens("list(", "optional(", "record(a:", "pair(i64,")
        .run(CORPORA);
  }
}
