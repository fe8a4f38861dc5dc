package dev.millrace.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.ConfigurationException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KeyPartitionerTest {
  record Card(String number, int country) {}

  record Shift(DayOfWeek day, Object place) {}

  @SuppressWarnings("ArrayRecordComponent")
  record Broken(double[] values) {}

  static class Plain {}

  static class HalfEqual {
    @Override
    public int hashCode() {
      return 1;
    }
  }

  private static int hash(Object key) {
    return KeyHash.of(key);
  }

  @Test
  void shouldHashEnumsByNameWhereverTheyAre() {
    int friday = "FRIDAY".hashCode();
    assertEquals(friday, hash(DayOfWeek.FRIDAY));
    assertEquals(31 * friday + "x".hashCode(), hash(new Shift(DayOfWeek.FRIDAY, "x")));
    assertEquals(31 * friday + friday, hash(new Shift(DayOfWeek.FRIDAY, DayOfWeek.FRIDAY)));
    assertEquals(31 + friday, hash(List.of(DayOfWeek.FRIDAY)));
    assertEquals(friday, hash(Set.of(DayOfWeek.FRIDAY)));
    assertEquals(friday, hash(Optional.of(DayOfWeek.FRIDAY)));
    assertEquals(friday ^ 1, hash(Map.of(DayOfWeek.FRIDAY, 1)));
    assertEquals(31 * friday, hash(new Shift(DayOfWeek.FRIDAY, null)));
  }

  @Test
  void shouldTakeTheHashOfKeysThatHaveAGoodOne() {
    assertEquals("abc".hashCode(), hash("abc"));
    assertEquals(Long.hashCode(1L << 40), hash(1L << 40));
    assertEquals(Double.hashCode(0.1), hash(0.1));
    assertEquals(Instant.EPOCH.hashCode(), hash(Instant.EPOCH));
    assertEquals(new Card("a", 1).hashCode(), hash(new Card("a", 1)));
  }

  @Test
  void shouldRefuseKeysThatCompareByIdentity() {
    for (Object key :
        List.of(
            new Plain(),
            new Object(),
            new int[1],
            new Broken(new double[1]),
            new HalfEqual(),
            new Shift(DayOfWeek.MONDAY, new Plain()),
            List.of(new Plain()))) {
      String message =
          assertThrows(ConfigurationException.class, () -> hash(key), () -> "" + key.getClass())
              .getMessage();
      assertTrue(message.contains("identity"), message);
    }
    assertThrows(ConfigurationException.class, () -> KeyPartitioner.partition(null, 2));
  }

  @Test
  void shouldStayTheSameInEveryVersion() {
    // MurmurHash3's finalizer: fmix32(1) = 0x514E28B7, scaled: 0x514E28B7 * 100 >> 32 = 31.
    assertEquals(31, KeyPartitioner.partition(1, 100));
    assertEquals(0, KeyPartitioner.partition(0, 100));
    // fmix32(2) = 0x30F4C306
    assertEquals(19, KeyPartitioner.partition(2, 100));
  }

  @Test
  void shouldSpreadNeighbouringKeysEvenly() {
    int partitions = 8;
    int[] counts = new int[partitions];
    IntStream.range(0, 80_000).forEach(i -> counts[KeyPartitioner.partition(i, partitions)]++);
    for (int count : counts) {
      // Binomial: mean 10,000, standard deviation 94; six of them either way.
      assertEquals(10_000, count, 6 * 94);
    }
  }
}
