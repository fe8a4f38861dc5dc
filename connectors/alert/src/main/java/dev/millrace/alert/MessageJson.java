package dev.millrace.alert;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.millrace.core.alert.Alert;
import dev.millrace.core.alert.AlertMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** A message as JSON, with at most 100 of its alerts. */
final class MessageJson {
  private static final JsonFactory JSON = new JsonFactory();
  private static final int MOST_ALERTS = 100;

  private MessageJson() {}

  private interface Content {
    void write(JsonGenerator out) throws IOException;
  }

  /** All there is to know. */
  static byte[] full(AlertMessage message) {
    return json(out -> write(message, out));
  }

  /** What Slack and those who copy it show. */
  static byte[] slack(AlertMessage message) {
    String text = "*" + MessageText.line(message.title()) + "*\n" + MessageText.body(message);
    String escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    return json(out -> out.writeStringField("text", escaped));
  }

  private static byte[] json(Content content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = JSON.createGenerator(bytes)) {
      out.writeStartObject();
      content.write(out);
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot fail to be written", e);
    }
    return bytes.toByteArray();
  }

  private static void write(AlertMessage message, JsonGenerator out) throws IOException {
    List<Alert> alerts =
        message.alerts().subList(0, Math.min(MOST_ALERTS, message.alerts().size()));
    out.writeStringField("id", message.id());
    out.writeStringField("source", message.source());
    out.writeStringField("group", message.group());
    out.writeStringField("time", message.time().toString());
    out.writeStringField("severity", message.severity().name());
    out.writeStringField("title", message.title());
    out.writeNumberField("omitted", message.omitted() + message.alerts().size() - alerts.size());
    out.writeArrayFieldStart("alerts");
    for (Alert alert : alerts) {
      out.writeStartObject();
      write(alert, out);
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  private static void write(Alert alert, JsonGenerator out) throws IOException {
    out.writeStringField("id", alert.id());
    out.writeStringField("incident", alert.incident());
    out.writeStringField("rule", alert.rule());
    out.writeStringField("key", alert.key());
    out.writeStringField("severity", alert.severity().name());
    out.writeStringField("state", alert.state().name());
    out.writeStringField("since", alert.since().toString());
    out.writeStringField("time", alert.time().toString());
    number(out, "level", alert.level());
    number(out, "limit", alert.limit());
    out.writeStringField("text", alert.text());
  }

  /** JSON has no NaN and no infinity. */
  private static void number(JsonGenerator out, String name, double value) throws IOException {
    if (Double.isFinite(value)) {
      out.writeNumberField(name, value);
    } else {
      out.writeNullField(name);
    }
  }
}
