package dev.millrace.core.alert;

import java.io.Serializable;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Alerts that are told together: see {@link AlertGrouping}. Its {@code id} is a function of what it
 * holds, so a message that is delivered twice has the same one.
 *
 * @param id of this message
 * @param source the name of the {@link Alerts}
 * @param group the rule or the key that the alerts have in common; empty for all together
 * @param time the batch time at which it was put together
 * @param alerts at least one, in the order of their times
 * @param omitted how many more there were than a message holds
 */
public record AlertMessage(
    String id, String source, String group, Instant time, List<Alert> alerts, long omitted)
    implements Serializable {
  public AlertMessage {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(group, "group");
    Objects.requireNonNull(time, "time");
    alerts = List.copyOf(alerts);
    if (alerts.isEmpty()) {
      throw new IllegalArgumentException("a message has at least one alert");
    }
  }

  static AlertMessage of(
      String source, String group, Instant time, List<Alert> alerts, long omitted) {
    List<Alert> ordered =
        alerts.stream()
            .sorted(
                Comparator.comparing(Alert::time)
                    .thenComparing(Alert::rule)
                    .thenComparing(Alert::key))
            .toList();
    Stream<String> content =
        Stream.concat(Stream.of(source, group), ordered.stream().map(Alert::id));
    String id = Alert.digest(content.toArray(String[]::new));
    return new AlertMessage(id, source, group, time, ordered, omitted);
  }

  /** The worst of those that fire; of all if none does. */
  public Severity severity() {
    return alerts.stream()
        .filter(alert -> alert.isFiring() || firing() == 0)
        .map(Alert::severity)
        .max(Comparator.naturalOrder())
        .orElseThrow();
  }

  /** How many of the alerts fire. */
  public long firing() {
    return alerts.stream().filter(Alert::isFiring).count();
  }

  /** What it says in one line. */
  public String title() {
    Alert first = alerts.get(0);
    if (alerts.size() == 1 && omitted == 0) {
      return first.toString();
    }
    return severity()
        + " "
        + source
        + (group.isEmpty() ? "" : " [" + group + "]")
        + ": "
        + firing()
        + " firing, "
        + (alerts.size() - firing())
        + " resolved"
        + (omitted == 0 ? "" : ", " + omitted + " more");
  }
}
