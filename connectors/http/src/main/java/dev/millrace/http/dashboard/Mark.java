package dev.millrace.http.dashboard;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;

/**
 * Something that happened, to be seen on the time axis of all charts.
 *
 * @param time when; on the pipeline's clock
 * @param kind how it is shown
 * @param text what happened, for people
 */
public record Mark(Instant time, Kind kind, String text) {
  /** What a mark is of. */
  public enum Kind {
    /** The pipeline started, stopped, or somebody changed something. */
    EVENT,
    /** The data are no longer what the model was trained on. */
    DRIFT,
    /** The pipeline cannot keep up, and does less with its batches. */
    DEGRADED,
    /** Somebody should look. */
    ALERT
  }

  void write(JsonGenerator out) throws IOException {
    out.writeStartObject();
    out.writeNumberField("t", time.toEpochMilli());
    out.writeStringField("kind", kind.name());
    out.writeStringField("text", text);
    out.writeEndObject();
  }
}
