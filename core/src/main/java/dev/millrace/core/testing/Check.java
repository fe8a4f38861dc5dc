package dev.millrace.core.testing;

/**
 * One named check of a conformance suite, free of any test framework.
 *
 * @param name what should hold, as a sentence
 * @param body throws if it does not hold
 */
public record Check(String name, Body body) {
  /** What a check does. */
  @FunctionalInterface
  public interface Body {
    void run() throws Exception;
  }

  /** Runs the check; returns normally if it holds. */
  public void run() throws Exception {
    body.run();
  }
}
