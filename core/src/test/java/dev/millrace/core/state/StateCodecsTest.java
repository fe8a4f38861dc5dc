package dev.millrace.core.state;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.KeyValue;
import dev.millrace.core.internal.codec.ByteInput;
import dev.millrace.core.internal.codec.ByteOutput;
import dev.millrace.core.testing.StateCodecConformance;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class StateCodecsTest {
  record Point(int x, double y) {}

  record Everything(
      String text,
      int i,
      long l,
      float f,
      double d,
      boolean flag,
      Integer boxed,
      Instant at,
      DayOfWeek day,
      Point point,
      List<Point> points,
      Optional<String> note) {}

  record Positive(int value) {
    Positive {
      if (value < 1) {
        throw new IllegalArgumentException("must be positive, got " + value);
      }
    }
  }

  record Unfit(Map<String, Integer> map) {}

  record Chain(int value, Optional<Chain> next) {}

  private static final Everything EVERYTHING =
      new Everything(
          "größe",
          1,
          -2,
          3.5f,
          Double.MIN_VALUE,
          true,
          7,
          Instant.EPOCH,
          DayOfWeek.FRIDAY,
          new Point(1, 2),
          List.of(new Point(3, 4), new Point(5, 6)),
          Optional.of("n"));

  private static <S> Stream<DynamicTest> checks(StateCodec<S> codec, List<S> values) {
    return StateCodecConformance.checks(codec, values).stream()
        .map(check -> dynamicTest(codec.layout() + ": " + check.name(), () -> check.run()));
  }

  @TestFactory
  Stream<DynamicTest> shouldKeepTheLawsOfCodecs() {
    return Stream.of(
            checks(
                StateCodecs.string(),
                List.of(
                    "",
                    "a",
                    "größe ✓ 😀",
                    "\uFFFD",
                    "lone \uD83D end",
                    "\uDC00",
                    "x".repeat(70_000))),
            checks(StateCodecs.int32(), List.of(0, 1, -1, Integer.MIN_VALUE, Integer.MAX_VALUE)),
            checks(StateCodecs.int64(), List.of(0L, -1L, Long.MIN_VALUE, Long.MAX_VALUE)),
            checks(StateCodecs.float32(), List.of(0f, -0f, Float.NaN, Float.MAX_VALUE)),
            checks(
                StateCodecs.float64(),
                List.of(0.0, -0.0, Double.NaN, Double.NEGATIVE_INFINITY, Double.MIN_VALUE, 0.1)),
            checks(StateCodecs.bool(), List.of(true, false)),
            checks(
                StateCodecs.instant(),
                List.of(Instant.EPOCH, Instant.MAX, Instant.MIN, Instant.ofEpochSecond(-1, 7))),
            checks(StateCodecs.bytes(), List.of(new byte[0], new byte[] {1, -1}, new byte[20_000])),
            checks(StateCodecs.enums(DayOfWeek.class), List.of(DayOfWeek.values())),
            checks(
                StateCodecs.optional(StateCodecs.int32()),
                List.of(Optional.empty(), Optional.of(0), Optional.of(5))),
            checks(
                StateCodecs.list(StateCodecs.string()),
                List.of(List.of(), List.of(""), List.of("a", "b", "a"))),
            checks(
                StateCodecs.pair(StateCodecs.string(), StateCodecs.int64()),
                List.of(new KeyValue<>("a", 1L), new KeyValue<>("", -1L))),
            checks(
                StateCodecs.record(Everything.class),
                List.of(
                    EVERYTHING,
                    new Everything(
                        "",
                        0,
                        0,
                        0,
                        0,
                        false,
                        0,
                        Instant.MAX,
                        DayOfWeek.MONDAY,
                        new Point(0, 0),
                        List.of(),
                        Optional.empty()))),
            checks(StateCodecs.record(Positive.class), List.of(new Positive(1), new Positive(9))),
            checks(
                StateCodecs.json(Point.class),
                List.of(new Point(0, 0), new Point(-1, 0.1), new Point(3, Double.NaN))))
        .flatMap(checks -> checks);
  }

  @Test
  void shouldTellNamesAndTypesInTheLayoutOfARecord() {
    assertEquals("record(x:i32,y:f64)", StateCodecs.record(Point.class).layout());
    assertEquals(
        "record(text:utf8,i:i32,l:i64,f:f32,d:f64,flag:bool,boxed:i32,at:instant,day:enum,"
            + "point:record(x:i32,y:f64),points:list(record(x:i32,y:f64)),note:optional(utf8))",
        StateCodecs.record(Everything.class).layout());
  }

  @Test
  void shouldWriteTheSameThroughAnyDataOutput() throws IOException {
    StateCodec<Everything> codec = StateCodecs.record(Everything.class);
    ByteArrayOutputStream plain = new ByteArrayOutputStream();
    codec.write(EVERYTHING, new DataOutputStream(plain));
    ByteOutput own = new ByteOutput();
    codec.write(EVERYTHING, own);
    assertEquals(List.of(bytes(plain.toByteArray())), List.of(bytes(own.toBytes())));
    assertEquals(
        EVERYTHING, codec.read(new DataInputStream(new ByteArrayInputStream(plain.toByteArray()))));
  }

  private static String bytes(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  @Test
  void shouldFindTheCodecOfAClass() {
    assertEquals("i64", StateCodecs.of(Long.class).layout());
    assertEquals("enum", StateCodecs.of(DayOfWeek.class).layout());
    assertEquals("record(x:i32,y:f64)", StateCodecs.of(Point.class).layout());
    String message =
        assertThrows(ConfigurationException.class, () -> StateCodecs.of(Thread.class)).getMessage();
    assertTrue(message.contains("java.lang.Thread") && message.contains("json"), message);
  }

  @Test
  void shouldRefuseRecordsThatHaveNoCodec() {
    String message =
        assertThrows(ConfigurationException.class, () -> StateCodecs.record(Unfit.class))
            .getMessage();
    assertTrue(message.contains("Unfit.map"), message);
    assertThrows(ConfigurationException.class, () -> StateCodecs.record(Chain.class));
    assertThrows(ConfigurationException.class, () -> StateCodecs.record(String.class));
  }

  @Test
  void shouldNotTrustLengths() {
    ByteOutput out = new ByteOutput();
    out.writeInt(Integer.MAX_VALUE);
    byte[] huge = out.toBytes();
    assertThrows(IOException.class, () -> StateCodecs.string().read(new ByteInput(huge)));
    assertThrows(IOException.class, () -> StateCodecs.bytes().read(new ByteInput(huge)));
    assertThrows(
        IOException.class, () -> StateCodecs.list(StateCodecs.string()).read(new ByteInput(huge)));
    byte[] negative = {-1, -1, -1, -1, 0};
    assertThrows(IOException.class, () -> StateCodecs.bytes().read(new ByteInput(negative)));
    assertThrows(IOException.class, () -> StateCodecs.string().read(new ByteInput(negative)));
  }

  @Test
  void shouldNameTheComponentThatIsNull() {
    IOException e =
        assertThrows(
            IOException.class,
            () ->
                StateCodecs.record(KeyedName.class)
                    .write(new KeyedName(1, null), new ByteOutput()));
    assertTrue(e.getMessage().contains("KeyedName.name"), e.getMessage());
  }

  record KeyedName(int key, String name) {}

  @Test
  void shouldKeepJsonMapsInOrderOfTheirKeys() throws IOException {
    StateCodec<Counts> codec = StateCodecs.json(Counts.class);
    ByteOutput one = new ByteOutput();
    codec.write(new Counts(Map.of("b", 1, "a", 2, "c", 3)), one);
    ByteOutput other = new ByteOutput();
    codec.write(new Counts(new TreeMap<>(Map.of("c", 3, "a", 2, "b", 1))), other);
    assertEquals(bytes(one.toBytes()), bytes(other.toBytes()));
    assertEquals(Map.of("a", 2, "b", 1, "c", 3), codec.read(new ByteInput(one.toBytes())).counts());
  }

  record Counts(Map<String, Integer> counts) {}

  @Test
  void shouldReadWithoutTheTypesWhatWasWrittenWithThem() throws IOException {
    StateCodec<KeyValue<Everything, byte[]>> typed =
        StateCodecs.pair(StateCodecs.record(Everything.class), StateCodecs.bytes());
    StateCodec<Object> untyped = StateCodecs.ofLayout(typed.layout()).orElseThrow();
    assertEquals(typed.layout(), untyped.layout());
    ByteOutput out = new ByteOutput();
    typed.write(new KeyValue<>(EVERYTHING, new byte[] {1, 2}), out);
    Object value = untyped.read(new ByteInput(out.toBytes()));
    Map<?, ?> fields = (Map<?, ?>) ((KeyValue<?, ?>) value).key();
    assertEquals("größe", fields.get("text"));
    assertEquals("FRIDAY", fields.get("day"));
    assertEquals(Map.of("x", 1, "y", 2.0), fields.get("point"));
    ByteOutput again = new ByteOutput();
    untyped.write(value, again);
    assertArrayEquals(out.toBytes(), again.toBytes());
  }

  @Test
  void shouldNotGuessAtLayoutsThatAreNotKnown() {
    for (String layout :
        List.of("", "own", "list", "list(own)", "pair(i64)", "record(a:i64", "i64)", "record()")) {
      assertTrue(StateCodecs.ofLayout(layout).isEmpty(), layout);
    }
    assertTrue(StateCodecs.ofLayout("list(".repeat(100_000)).isEmpty());
    assertEquals("json", StateCodecs.ofLayout("json").orElseThrow().layout());
  }
}
