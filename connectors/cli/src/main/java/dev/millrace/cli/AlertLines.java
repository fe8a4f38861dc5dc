package dev.millrace.cli;

import java.io.PrintWriter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Shows alerts that are told to the log: a line each, which says how bad it is, what it is, when it
 * was and what was measured. Where somebody has configured the log of the JDK, that holds instead.
 */
final class AlertLines extends Handler {
  /** As LogSink calls it. */
  private static final Logger ALERTS = Logger.getLogger("dev.millrace.alerts");

  private static final String CLEAR_LINE = "\r\u001b[K";

  private final PrintWriter out;
  private final String before;

  private AlertLines(Console console) {
    this.out = console.err();
    this.before = console.terminal() ? CLEAR_LINE : "";
  }

  /**
   * Shows them from now on.
   *
   * @return ends it
   */
  static Runnable show(Console console) {
    boolean configured =
        System.getProperty("java.util.logging.config.file") != null
            || System.getProperty("java.util.logging.config.class") != null;
    if (configured) {
      return () -> {};
    }
    AlertLines lines = new AlertLines(console);
    boolean passedOn = ALERTS.getUseParentHandlers();
    ALERTS.setUseParentHandlers(false);
    ALERTS.addHandler(lines);
    return () -> {
      ALERTS.removeHandler(lines);
      ALERTS.setUseParentHandlers(passedOn);
    };
  }

  @Override
  public void publish(LogRecord entry) {
    out.println(before + "alert: " + entry.getMessage());
  }

  @Override
  public void flush() {
    out.flush();
  }

  @Override
  public void close() {
    flush();
  }
}
