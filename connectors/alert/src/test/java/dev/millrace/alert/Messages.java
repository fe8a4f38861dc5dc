package dev.millrace.alert;

import dev.millrace.core.alert.Alert;
import dev.millrace.core.alert.AlertMessage;
import dev.millrace.core.alert.AlertState;
import dev.millrace.core.alert.Severity;
import java.time.Instant;
import java.util.List;

/** Messages to be told in tests. */
final class Messages {
  private Messages() {}

  static Alert alert(int number) {
    Instant time = Instant.ofEpochSecond(1_000_000 + number);
    return new Alert(
        "id-" + number + "-firing",
        "id-" + number,
        "payments",
        "large <payment>",
        "card " + number + "\r\nBcc: all@example.org",
        Severity.CRITICAL,
        AlertState.FIRING,
        time,
        time,
        number % 2 == 0 ? number : Double.NaN,
        5,
        "value is " + number + ", limit 5 & more");
  }

  static AlertMessage message(int number) {
    return new AlertMessage(
        "message-" + number,
        "payments",
        "large <payment>",
        Instant.ofEpochSecond(1_000_000 + number),
        List.of(alert(number)),
        0);
  }

  static AlertMessage withAlerts(int count) {
    return new AlertMessage(
        "many",
        "payments",
        "",
        Instant.EPOCH,
        java.util.stream.IntStream.range(0, count).mapToObj(Messages::alert).toList(),
        7);
  }
}
