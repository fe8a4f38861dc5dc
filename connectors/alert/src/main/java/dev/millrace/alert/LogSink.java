package dev.millrace.alert;

import dev.millrace.core.alert.Alert;
import dev.millrace.core.alert.AlertMessage;
import dev.millrace.core.alert.Severity;
import dev.millrace.core.sink.Delivery;
import dev.millrace.core.sink.Sink;
import dev.millrace.core.sink.SinkContext;
import dev.millrace.core.sink.SinkWriter;
import java.nio.file.Path;

/**
 * Writes each alert to the log of the JDK ({@link System.Logger}), which goes to {@code
 * java.util.logging} or to whatever the program has put in its place: one line per alert: how bad
 * it is, where and what it is, when it was, what was measured, and the alert's id. The end of an
 * incident is logged as information, its beginning by its severity. At least once. Immutable.
 */
public final class LogSink implements Sink<AlertMessage> {
  private static final long serialVersionUID = 1L;

  private final String logger;

  /** Where batches are staged; empty for beside the checkpoint. */
  private final String staging;

  private LogSink(String logger, String staging) {
    this.logger = logger;
    this.staging = staging;
  }

  /** To the logger {@code dev.millrace.alerts}. */
  public static LogSink create() {
    return new LogSink("dev.millrace.alerts", "");
  }

  /** To another logger. */
  public LogSink withLogger(String name) {
    return new LogSink(name, staging);
  }

  /**
   * Stages batches below another directory, which has to last as long as the checkpoint does.
   * Needed where the checkpoint is not on a disk of this machine.
   */
  public LogSink withStaging(Path directory) {
    return new LogSink(logger, directory.toString());
  }

  @Override
  public SinkWriter<AlertMessage> open(SinkContext context) {
    System.Logger log = System.getLogger(logger);
    return AlertSinkWriter.open(
        context,
        message -> write(message, log),
        RetryOptions.defaults(),
        staging,
        "LogSink.withStaging");
  }

  private static void write(AlertMessage message, System.Logger log) {
    for (Alert alert : message.alerts()) {
      System.Logger.Level level =
          alert.isFiring() ? level(alert.severity()) : System.Logger.Level.INFO;
      log.log(level, line(alert));
    }
    if (message.omitted() > 0) {
      log.log(
          level(message.severity()), "and " + message.omitted() + " more of " + message.source());
    }
  }

  private static String line(Alert alert) {
    String key = alert.key().isEmpty() ? "" : " [" + alert.key() + "]";
    String what =
        alert.severity() + " " + alert.state() + " " + alert.source() + "/" + alert.rule();
    return MessageText.line(what + key + " at " + alert.time() + ": " + alert.text())
        + " ("
        + alert.id()
        + ")";
  }

  private static System.Logger.Level level(Severity severity) {
    return switch (severity) {
      case INFO -> System.Logger.Level.INFO;
      case WARNING -> System.Logger.Level.WARNING;
      case CRITICAL -> System.Logger.Level.ERROR;
    };
  }

  @Override
  public Delivery delivery() {
    return Delivery.AT_LEAST_ONCE;
  }

  @Override
  public String toString() {
    return "logger " + logger;
  }
}
