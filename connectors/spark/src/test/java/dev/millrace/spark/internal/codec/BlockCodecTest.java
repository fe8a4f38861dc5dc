package dev.millrace.spark.internal.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.KeyValue;
import dev.millrace.core.Pair;
import dev.millrace.core.row.Row;
import dev.millrace.core.row.RowSchema;
import java.io.Serializable;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BlockCodecTest {
  private enum Color {
    RED {
      @Override
      public String toString() {
        return "warm red";
      }
    },
    BLUE
  }

  private record Primitives(
      boolean flag, byte b, short s, char c, int i, long l, float f, double d) {}

  private record Nested<T>(String name, T value, Optional<Color> color, List<Nested<T>> children) {}

  private record Empty() {}

  /** Its constructor changes what it gets, but not what it made itself. */
  private record Trimmed(String text) {
    Trimmed {
      text = text.strip();
    }
  }

  private static final class Plain implements Serializable {
    private static final long serialVersionUID = 1L;
    private final int[] numbers;

    Plain(int... numbers) {
      this.numbers = numbers;
    }
  }

  private static final class Handle {}

  private record Holder(String name, Handle handle) {}

  private static final class Bag implements Serializable {
    private static final long serialVersionUID = 1L;
    private final Object handle = new Handle();

    @Override
    public String toString() {
      return "bag of " + handle;
    }
  }

  private static List<Object> copyAll(List<?> values) {
    BlockEncoder encoder = new BlockEncoder();
    values.forEach(encoder::add);
    byte[] block = encoder.finish(17);
    assertEquals(17, BlockDecoder.label(block));
    BlockDecoder decoder = new BlockDecoder(block);
    assertEquals(values.size(), decoder.count());
    return decoder.toList();
  }

  private static Object copy(Object value) {
    return copyAll(Collections.singletonList(value)).get(0);
  }

  @Test
  void shouldKeepValuesOfEveryKind() {
    List<Object> values = new ArrayList<>();
    values.addAll(Arrays.asList(null, true, false, (byte) -1, (short) 300, 'ß', 1 << 30, -5L));
    values.addAll(List.of(Float.MIN_VALUE, -0.0, Double.NaN, "", "añb\uD83D\uDE00", "\uD800"));
    values.addAll(List.of(Color.RED, Color.BLUE, DayOfWeek.FRIDAY));
    values.addAll(List.of(new KeyValue<>("k", 1L), new Pair<>(new Empty(), Optional.of("x"))));
    values.addAll(List.of(Optional.empty(), Optional.of(List.of(1))));
    values.addAll(List.of(Instant.ofEpochSecond(-1, 5), Instant.MAX, Duration.ofNanos(-7)));
    values.addAll(List.of(new BigDecimal("1.50"), LocalDate.of(2026, 1, 31)));
    values.add(new Primitives(true, (byte) 1, (short) 2, 'c', 3, 4, 5f, Double.MIN_VALUE));
    values.add(
        new Nested<>(
            "a",
            2.5,
            Optional.of(Color.RED),
            List.of(new Nested<>(null, null, Optional.empty(), List.of()))));
    assertEquals(values, copyAll(values));
    assertSame(Color.RED, copy(Color.RED));
  }

  @Test
  void shouldKeepCollectionsWithTheirOrderAndKind() {
    List<Integer> numbers = IntStream.range(0, 100).map(i -> i * 7919 % 1009).boxed().toList();
    Map<Integer, String> linked = new LinkedHashMap<>();
    numbers.forEach(number -> linked.put(number, "v" + number));
    for (Object value :
        List.of(
            numbers,
            new ArrayList<>(numbers),
            new CopyOnWriteArrayList<>(numbers),
            Arrays.asList(1, null, 3),
            Collections.unmodifiableList(numbers),
            numbers.subList(3, 9),
            new HashSet<>(numbers),
            new LinkedHashSet<>(numbers),
            new TreeSet<>(numbers),
            Set.of(1, 2, 3),
            new HashMap<>(linked),
            linked,
            new TreeMap<>(linked),
            Map.of("a", 1, "b", 2))) {
      Object copied = copy(value);
      assertEquals(value, copied);
      assertEquals(value.toString(), copied.toString(), value.getClass().getName());
    }
    assertInstanceOf(CopyOnWriteArrayList.class, copy(new CopyOnWriteArrayList<>(numbers)));
    TreeMap<Integer, String> falling = new TreeMap<>(Comparator.reverseOrder());
    falling.putAll(linked);
    assertEquals(falling.toString(), copy(falling).toString());
  }

  @Test
  void shouldKeepArrays() {
    assertArrayEquals(new byte[] {1, -1}, (byte[]) copy(new byte[] {1, -1}));
    assertArrayEquals(new short[] {1, -1}, (short[]) copy(new short[] {1, -1}));
    assertArrayEquals(new char[] {'a'}, (char[]) copy(new char[] {'a'}));
    assertArrayEquals(new int[] {7, -9}, (int[]) copy(new int[] {7, -9}));
    assertArrayEquals(new long[] {7, -9}, (long[]) copy(new long[] {7, -9}));
    assertArrayEquals(new float[] {0.5f}, (float[]) copy(new float[] {0.5f}));
    assertArrayEquals(new double[] {0.5, -0.0}, (double[]) copy(new double[] {0.5, -0.0}));
    assertArrayEquals(new boolean[] {true, false}, (boolean[]) copy(new boolean[] {true, false}));
    assertArrayEquals(new String[] {"a", null}, (String[]) copy(new String[] {"a", null}));
    assertArrayEquals(
        new double[][] {{1}, {}, null}, (double[][]) copy(new double[][] {{1}, {}, null}));
    assertArrayEquals(new Object[] {1, "x"}, (Object[]) copy(new Object[] {1, "x"}));
  }

  @Test
  void shouldKeepRowsAndShareTheirSchema() {
    RowSchema schema =
        new RowSchema(
            List.of(
                new RowSchema.Column("n", RowSchema.Type.NUMBER),
                new RowSchema.Column("t", RowSchema.Type.TEXT)));
    Row first = new Row(schema, new double[] {1.5, 0}, new String[] {"", "x"});
    Row second = new Row(schema, new double[] {Double.NaN, 0}, new String[] {"", ""});
    List<Object> copied = copyAll(List.of(first, second));
    Row one = (Row) copied.get(0);
    Row two = (Row) copied.get(1);
    assertEquals(schema, one.schema());
    assertSame(one.schema(), two.schema());
    assertEquals(1.5, one.number(0));
    assertEquals("x", one.text(1));
    assertTrue(Double.isNaN(two.number(0)));
    assertEquals("", two.text(1));
  }

  @Test
  void shouldLeaveOtherSerializableClassesToJava() {
    List<Object> copied = copyAll(List.of(new Plain(1, 2), "between", new Plain()));
    assertArrayEquals(new int[] {1, 2}, ((Plain) copied.get(0)).numbers);
    assertEquals("between", copied.get(1));
    assertArrayEquals(new int[0], ((Plain) copied.get(2)).numbers);
  }

  @Test
  void shouldMakeRecordsByTheirConstructor() {
    assertEquals(new Trimmed("a b"), copy(new Trimmed("  a b ")));
  }

  @Test
  void shouldRefuseWhatCannotBeSentAndNameIt() {
    for (Object value : List.of(new Handle(), new Holder("h", new Handle()), new Bag())) {
      String message = assertThrows(ConfigurationException.class, () -> copy(value)).getMessage();
      assertTrue(message.contains(Handle.class.getName()), message);
      assertTrue(message.contains("java.io.Serializable"), message);
    }
  }

  @Test
  void shouldTakeLittleMoreRoomThanTheValues() {
    BlockEncoder encoder = new BlockEncoder();
    for (int i = 0; i < 1_000; i++) {
      encoder.add(new Primitives(true, (byte) 1, (short) 2, 'c', i, i, i, i));
    }
    assertTrue(encoder.finish(0).length < 1_000 * 40, "30 bytes of components, tag and class");
  }

  @Test
  void shouldKeepRandomTexts() {
    Random random = new Random(5);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(20); length > 0; length--) {
        text.append((char) random.nextInt(1 << 16));
      }
      texts.add(text.toString());
    }
    assertEquals(texts, copyAll(texts));
    assertNotEquals(texts, copyAll(texts.subList(1, texts.size())));
  }
}
