package dev.millrace.ml.instance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FeatureNamesTest {
  private static final List<String> MIXED =
      List.of("a", "b#0", "b#1", "b#2", "c#1", "d#0", "e#0", "e#2", "f#0", "f#1");

  @Test
  void shouldBeTheListItIsMadeOf() {
    FeatureNames names = FeatureNames.of(MIXED);
    assertEquals(MIXED, names);
    assertEquals(names, MIXED);
    assertEquals(MIXED.hashCode(), names.hashCode());
    assertEquals(names, FeatureNames.of(List.copyOf(names)));
    assertNotEquals(names, FeatureNames.of(MIXED.subList(0, 9)));
    assertThrows(IndexOutOfBoundsException.class, () -> names.get(10));
    assertThrows(IndexOutOfBoundsException.class, () -> names.get(-1));
    assertEquals(List.of(), FeatureNames.of(List.of()));
  }

  @Test
  void shouldKeepSlotsAsOne() {
    FeatureNames names = FeatureNames.of(MIXED);
    assertEquals(List.of("a", "b#0", "c#1", "d#0", "e#0", "e#2", "f#0"), names.kept());
    assertArrayEquals(new int[] {0, 3, 0, 1, 1, 0, 2}, names.runs());
  }

  @Test
  void shouldRefuseNamesThatAreAlike() {
    assertThrows(
        IllegalArgumentException.class, () -> FeatureNames.of(List.of("a#0", "a#1", "a#1")));
  }

  @Test
  void shouldTravelAsLittle() throws Exception {
    List<String> million = IntStream.range(0, 1_000_000).mapToObj(i -> "word#" + i).toList();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(new Schema(million, List.of(), true));
    }
    assertTrue(bytes.size() < 1_000, bytes.size() + " bytes");
  }
}
