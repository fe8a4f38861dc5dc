package dev.millrace.ml.feature;

import dev.millrace.core.function.MapFunction;
import dev.millrace.ml.instance.InstanceWriter;
import java.util.List;
import java.util.Locale;

/**
 * Counts of a text's words and n-grams by slot. A run of words hashes to the hash of its last word,
 * seeded with that of the words before; a single word has the seed 0.
 */
final class HashedTextColumn<T> extends Column<T> {
  private final MapFunction<T, String> function;
  private final TextOptions options;

  HashedTextColumn(String name, MapFunction<T, String> function, TextOptions options) {
    super(name);
    this.function = function;
    this.options = options;
  }

  @Override
  List<String> features() {
    return HashedColumn.names(name(), options.slots());
  }

  @Override
  void extract(T row, InstanceWriter out, int at) throws Exception {
    String given = function.apply(row);
    if (given == null) {
      return;
    }
    String text = given.toLowerCase(Locale.ROOT);
    // runs[n] is the hash of the n + 1 words that end here
    int[] runs = new int[options.nGrams()];
    int words = 0;
    int end = 0;
    while (true) {
      int start = skip(text, end, false);
      if (start == text.length()) {
        return;
      }
      end = skip(text, start, true);
      words++;
      for (int n = Math.min(words, runs.length) - 1; n >= 0; n--) {
        runs[n] = Murmur3.hash(text, start, end, n == 0 ? 0 : runs[n - 1]);
        out.feature(at + Math.floorMod(runs[n], options.slots()), 1);
      }
    }
  }

  /** The end of the run, from {@code at} on, of characters that are (or are not) part of words. */
  private static int skip(String text, int at, boolean word) {
    int i = at;
    while (i < text.length()) {
      int c = text.codePointAt(i);
      if (Character.isLetterOrDigit(c) != word) {
        break;
      }
      i += Character.charCount(c);
    }
    return i;
  }
}
