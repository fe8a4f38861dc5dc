package dev.millrace.core.state;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.core.internal.codec.ByteInput;
import dev.millrace.core.internal.codec.ByteOutput;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

/** Whatever is written comes back. */
class CodecPropertyTest {
  record Row(String text, double number, boolean flag, List<Optional<Long>> counts) {}

  private static final StateCodec<Row> ROWS = StateCodecs.record(Row.class);

  @Property(tries = 300, seed = "1")
  void shouldReadTheRecordThatWasWritten(
      @ForAll String text,
      @ForAll double number,
      @ForAll boolean flag,
      @ForAll @Size(max = 20) List<Optional<Long>> counts)
      throws IOException {
    Row row = new Row(text, number, flag, counts);
    ByteOutput out = new ByteOutput();
    ROWS.write(row, out);
    ByteInput in = new ByteInput(out.toBytes());
    assertEquals(row, ROWS.read(in));
    assertEquals(0, in.remaining());
  }

  @Property(tries = 300, seed = "1")
  void shouldReadTheStateThatWasWritten(
      @ForAll String name,
      @ForAll String text,
      @ForAll @Size(max = 20) List<String> texts,
      @ForAll double[] numbers,
      @ForAll byte[] bytes) {
    byte[] state =
        new StateWriter()
            .put(name, text)
            .put(name + "s", texts)
            .put(name + "n", nested -> nested.put(name, numbers).put(name + "b", bytes))
            .toBytes();
    StateReader in = StateReader.of("state", state);
    assertEquals(text, in.getString(name));
    assertEquals(texts, in.getStrings(name + "s"));
    assertArrayEquals(numbers, in.get(name + "n").getDoubles(name));
    assertArrayEquals(bytes, in.get(name + "n").getBytes(name + "b"));
  }
}
