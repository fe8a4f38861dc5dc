package dev.millrace.core.internal.collect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.millrace.core.KeyValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KeyIndexTest {
  /** A key whose hash codes collide as badly as wanted. */
  record Clashing(int value, int hashes) {
    @Override
    public int hashCode() {
      return value % hashes;
    }
  }

  @Test
  void shouldAgreeWithALinkedHashMapOnRandomOperations() {
    for (int hashes : new int[] {1, 3, 50, 100_000}) {
      Random random = new Random(hashes);
      KeyIndex<Clashing> index = new KeyIndex<>();
      Map<Clashing, Integer> reference = new LinkedHashMap<>();
      int given = 0;
      for (int i = 0; i < 5_000; i++) {
        Clashing key = new Clashing(random.nextInt(400), hashes);
        if (random.nextInt(3) > 0) {
          int expected = reference.getOrDefault(key, given);
          assertEquals(expected, index.add(key));
          if (reference.putIfAbsent(key, expected) == null) {
            given++;
          }
        } else if (reference.containsKey(key)) {
          int number = reference.remove(key);
          assertEquals(number, index.find(key));
          index.remove(number);
          assertNull(index.key(number));
        }
        assertEquals(reference.getOrDefault(key, -1), index.find(key));
        assertEquals(reference.size(), index.live());
      }
      reference.forEach((key, number) -> assertEquals(number, index.find(key)));
      assertEquals(given, index.size());
    }
  }

  @Test
  void shouldGroupValuesByKeyInOrder() {
    Random random = new Random(1);
    List<KeyValue<Integer, Integer>> pairs = new ArrayList<>();
    Map<Integer, List<Integer>> reference = new LinkedHashMap<>();
    for (int i = 0; i < 1_000; i++) {
      int key = random.nextInt(100);
      pairs.add(new KeyValue<>(key, i));
      reference.computeIfAbsent(key, k -> new ArrayList<>()).add(i);
    }
    Groups<Integer, Integer> groups = Groups.of(pairs);
    Map<Integer, List<Integer>> got = new LinkedHashMap<>();
    for (int group = 0; group < groups.size(); group++) {
      got.put(groups.key(group), groups.values(group));
    }
    assertEquals(new ArrayList<>(reference.entrySet()), new ArrayList<>(got.entrySet()));
    assertEquals(0, Groups.of(List.<KeyValue<String, String>>of()).size());
  }
}
