package dev.millrace.ml.feature;

import dev.millrace.core.ConfigurationException;
import java.io.Serializable;

/**
 * How a text becomes features. Its words, runs of letters and digits in lower case, and its
 * n-grams, up to so many words in a row, are hashed into slots, and each slot counts what fell into
 * it.
 *
 * @param slots how many slots, from 1 to 2^20
 * @param nGrams the longest run of words that counts as one, from 1 to 5
 */
public record TextOptions(int slots, int nGrams) implements Serializable {
  public TextOptions {
    Limits.slots(slots);
    if (nGrams < 1 || nGrams > 5) {
      throw new ConfigurationException("nGrams must be from 1 to 5, got " + nGrams);
    }
  }

  /** Single words, hashed into so many slots. */
  public static TextOptions slots(int slots) {
    return new TextOptions(slots, 1);
  }

  public TextOptions withNGrams(int longest) {
    return new TextOptions(slots, longest);
  }
}
