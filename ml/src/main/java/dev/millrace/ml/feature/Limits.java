package dev.millrace.ml.feature;

import dev.millrace.core.ConfigurationException;

/** Bounds that several parts share. */
final class Limits {
  static final int MAX_SLOTS = 1 << 20;

  private Limits() {}

  static void slots(int slots) {
    if (slots < 1 || slots > MAX_SLOTS) {
      throw new ConfigurationException("slots must be from 1 to " + MAX_SLOTS + ", got " + slots);
    }
  }
}
