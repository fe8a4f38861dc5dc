package dev.millrace.core.window;

import java.time.Duration;

/**
 * Windows that go on for as long as records of a key come less than {@code gap} apart. A window
 * begins with its first record and ends {@code gap} after its last.
 *
 * @param gap from 1 ms on
 */
public record SessionWindow(Duration gap) implements Window {
  public SessionWindow {
    Lengths.requirePositive("gap of a session window", gap);
  }

  public static SessionWindow withGap(Duration gap) {
    return new SessionWindow(gap);
  }
}
