package dev.millrace.ml.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class Murmur3Test {
  /** Published vectors of MurmurHash3_x86_32. */
  @Test
  void shouldGiveThePublishedValues() {
    assertEquals(0, hash("", 0));
    assertEquals(0x514e28b7, hash("", 1));
    assertEquals(0xba6bd213, hash("test", 0));
    assertEquals(0xc0363e43, hash("Hello, world!", 0));
    assertEquals(0x5a97808a, hash("aaaa", 0x9747b28c));
    assertEquals(0x283e0130, hash("aaa", 0x9747b28c));
    assertEquals(0x5d211726, hash("aa", 0x9747b28c));
    assertEquals(0x7fa09ea6, hash("a", 0x9747b28c));
    assertEquals(0xd58063c1, hash("\u03c0\u03c0\u03c0\u03c0\u03c0\u03c0\u03c0\u03c0", 0x9747b28c));
  }

  @Test
  void shouldHashPartsOfTexts() {
    assertEquals(hash("test", 7), Murmur3.hash("a test of it", 2, 6, 7));
  }

  private static int hash(String text, int seed) {
    return Murmur3.hash(text, 0, text.length(), seed);
  }
}
