package dev.millrace.ml.feature;

/**
 * MurmurHash3, 32 bits, of a text's UTF-8 bytes (A. Appleby's public-domain design): the hash that
 * scikit-learn's and Vowpal Wabbit's feature hashing use. Stable for ever: models depend on it.
 * Allocates nothing.
 */
final class Murmur3 {
  private static final int C1 = 0xcc9e2d51;
  private static final int C2 = 0x1b873593;

  private int hash;
  private int word;
  private int length;

  private Murmur3(int seed) {
    hash = seed;
  }

  static int hash(CharSequence text, int start, int end, int seed) {
    Murmur3 state = new Murmur3(seed);
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        state.add(c);
      } else if (Character.isHighSurrogate(c)
          && i + 1 < end
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        state.addCodePoint(Character.toCodePoint(c, text.charAt(++i)));
      } else {
        state.addCodePoint(c);
      }
    }
    return state.finish();
  }

  /** The slot that a text falls into. */
  static int slot(CharSequence text, int start, int end, int seed, int slots) {
    return Math.floorMod(hash(text, start, end, seed), slots);
  }

  private void addCodePoint(int c) {
    if (c < 0x800) {
      add(0xc0 | (c >> 6));
    } else {
      if (c < 0x10000) {
        add(0xe0 | (c >> 12));
      } else {
        add(0xf0 | (c >> 18));
        add(0x80 | ((c >> 12) & 0x3f));
      }
      add(0x80 | ((c >> 6) & 0x3f));
    }
    add(0x80 | (c & 0x3f));
  }

  private void add(int octet) {
    word |= octet << (8 * (length & 3));
    length++;
    if ((length & 3) == 0) {
      hash = Integer.rotateLeft(hash ^ scramble(word), 13) * 5 + 0xe6546b64;
      word = 0;
    }
  }

  private static int scramble(int k) {
    return Integer.rotateLeft(k * C1, 15) * C2;
  }

  private int finish() {
    int h = hash ^ scramble(word) ^ length;
    h = (h ^ (h >>> 16)) * 0x85ebca6b;
    h = (h ^ (h >>> 13)) * 0xc2b2ae35;
    return h ^ (h >>> 16);
  }
}
