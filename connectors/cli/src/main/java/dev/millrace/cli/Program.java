package dev.millrace.cli;

/** How the program was called, for what it prints to be typed in again. */
final class Program {
  private Program() {}

  /** {@code ./millrace}, as the launcher says, or {@code millrace}. */
  static String name() {
    return System.getProperty("millrace.command", "millrace");
  }
}
