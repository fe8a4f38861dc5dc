package dev.millrace.ml.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SharedMapTest {
  /** Texts of "Aa" and "BB", which have equal hashes, and others. */
  private static List<String> keys() {
    List<String> keys = new ArrayList<>(List.of(""));
    for (int i = 0; i < 16; i++) {
      StringBuilder twins = new StringBuilder();
      for (int bit = 0; bit < 4; bit++) {
        twins.append(((i >> bit) & 1) == 0 ? "Aa" : "BB");
      }
      keys.add(twins.toString());
    }
    for (int i = 0; i < 3_000; i++) {
      keys.add("card " + i);
    }
    return keys;
  }

  @Test
  void shouldAgreeWithHashMapsAndLeaveEarlierMapsAsTheyWere() {
    List<String> keys = keys();
    SplittableRandom random = new SplittableRandom(5);
    SharedMap.Editor<Integer> editor = new SharedMap.Editor<>();
    Map<String, Integer> expected = new HashMap<>();
    List<SharedMap<Integer>> maps = new ArrayList<>();
    List<Map<String, Integer>> copies = new ArrayList<>();
    for (int version = 0; version < 40; version++) {
      boolean shrinking = version / 10 % 2 == 1;
      for (int i = 0; i < 600; i++) {
        String key = keys.get(random.nextInt(random.nextBoolean() ? 17 : keys.size()));
        if (random.nextInt(10) < (shrinking ? 8 : 2)) {
          editor.remove(key);
          expected.remove(key);
        } else {
          int value = random.nextInt();
          editor.put(key, value);
          expected.put(key, value);
        }
      }
      maps.add(editor.map());
      copies.add(new HashMap<>(expected));
    }
    for (int version = 0; version < maps.size(); version++) {
      for (String key : keys) {
        assertEquals(copies.get(version).get(key), maps.get(version).get(key, null), key);
      }
    }
  }

  @Test
  void shouldBeEmptyOnceAllIsRemoved() {
    SharedMap.Editor<Integer> editor = new SharedMap.Editor<>();
    List<String> keys = keys();
    keys.forEach(key -> editor.put(key, 1));
    keys.forEach(editor::remove);
    SharedMap<Integer> map = editor.map();
    keys.forEach(key -> assertEquals(-1, map.get(key, -1)));
  }
}
