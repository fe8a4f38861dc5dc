package dev.millrace.benchmarks.soak;

import java.io.Serializable;

/**
 * An event of a stream whose users come and go for ever: at any time some thousands are active, and
 * nobody comes back after that.
 *
 * @param user who
 * @param bought the class to be told from {@code x} and {@code y}, with noise
 * @param millis event time
 */
record Visit(long user, double x, double y, boolean bought, long millis) implements Serializable {
  private static final int ACTIVE = 5_000;
  private static final int EVENTS_PER_USER = 20;

  /** The event of a number; the same again for the same number. */
  static Visit of(long index) {
    long random = mix(index);
    double x = (random & 0xFFFF) / 65_536.0 - 0.5;
    double y = ((random >>> 16) & 0xFFFF) / 65_536.0 - 0.5;
    double noise = ((random >>> 32) & 0xFF) / 256.0 - 0.5;
    long user = index / EVENTS_PER_USER + (random >>> 40) % ACTIVE;
    return new Visit(user, x, y, x - 2 * y + 0.3 * noise > 0, index);
  }

  /** SplitMix64's finalizer. */
  private static long mix(long value) {
    long mixed = (value + 0x9E3779B97F4A7C15L) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }
}
