package dev.millrace.http.dashboard;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.millrace.core.alert.Alert;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The newest incidents that alerts have told of, in bounded memory: those that are over go first.
 * Not thread-safe.
 */
final class AlertBoard {
  static final int KEPT = 200;
  private static final int SHOWN = 50;

  /** The newest begun is the last. */
  private final Map<String, Incident> incidents = new LinkedHashMap<>();

  /** How it began, and how it ended if it has. */
  private record Incident(Alert newest, Optional<Instant> end, String text) {}

  void add(Alert alert) {
    Incident known = incidents.get(alert.incident());
    if (alert.isFiring()) {
      if (known == null) {
        makeRoom();
        incidents.put(alert.incident(), new Incident(alert, Optional.empty(), alert.text()));
      }
    } else {
      String text = known == null ? alert.text() : known.text();
      if (known == null) {
        makeRoom();
      }
      incidents.put(alert.incident(), new Incident(alert, Optional.of(alert.time()), text));
    }
  }

  private void makeRoom() {
    if (incidents.size() == KEPT) {
      String goes =
          incidents.entrySet().stream()
              .filter(entry -> entry.getValue().end().isPresent())
              .findFirst()
              .orElseGet(() -> incidents.entrySet().iterator().next())
              .getKey();
      incidents.remove(goes);
    }
  }

  /** How many of them are not over. */
  long firing() {
    return incidents.values().stream().filter(one -> one.end().isEmpty()).count();
  }

  /** {@code {"firing": n, "newest": […]}}, the newest first. */
  void write(JsonGenerator out) throws IOException {
    out.writeStartObject();
    out.writeNumberField("firing", firing());
    out.writeArrayFieldStart("newest");
    Incident[] all = incidents.values().toArray(Incident[]::new);
    for (int i = all.length - 1; i >= Math.max(0, all.length - SHOWN); i--) {
      write(all[i], out);
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  private static void write(Incident incident, JsonGenerator out) throws IOException {
    Alert alert = incident.newest();
    out.writeStartObject();
    out.writeStringField("source", alert.source());
    out.writeStringField("rule", alert.rule());
    out.writeStringField("key", alert.key());
    out.writeStringField("severity", alert.severity().name());
    out.writeNumberField("since", alert.since().toEpochMilli());
    if (incident.end().isPresent()) {
      out.writeNumberField("end", incident.end().get().toEpochMilli());
    }
    out.writeStringField("text", incident.text());
    out.writeEndObject();
  }
}
