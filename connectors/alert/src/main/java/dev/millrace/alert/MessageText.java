package dev.millrace.alert;

import dev.millrace.core.alert.Alert;
import dev.millrace.core.alert.AlertMessage;

/** A message as people read it, in bounded length. */
final class MessageText {
  private static final int MOST_ALERTS = 50;
  private static final int MOST_CHARACTERS = 200;

  private MessageText() {}

  /** One line without control characters, so it can stand in a header. */
  static String line(String text) {
    String clean = text.replaceAll("\\p{Cntrl}", " ").strip();
    return clean.length() > MOST_CHARACTERS ? clean.substring(0, MOST_CHARACTERS - 1) + "…" : clean;
  }

  /** A line for each alert. */
  static String body(AlertMessage message) {
    StringBuilder text = new StringBuilder();
    int shown = Math.min(MOST_ALERTS, message.alerts().size());
    for (Alert alert : message.alerts().subList(0, shown)) {
      text.append(alert.time()).append(' ').append(line(alert.toString())).append('\n');
    }
    long more = message.alerts().size() - shown + message.omitted();
    if (more > 0) {
      text.append("and ").append(more).append(" more\n");
    }
    return text.toString();
  }
}
