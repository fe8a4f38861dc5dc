package dev.millrace.notebooks.sentiment;

import java.io.Serializable;

/**
 * A short text.
 *
 * @param sentiment "negative" or "positive"; empty or null if that is not known
 */
record Tweet(String sentiment, String text) implements Serializable {
  /** "negative" or "positive"; null if that is not known. */
  String label() {
    return sentiment == null || sentiment.isEmpty() ? null : sentiment;
  }
}
