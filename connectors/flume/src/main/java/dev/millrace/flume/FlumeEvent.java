package dev.millrace.flume;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * An event of Flume. Equal by content.
 *
 * @param headers by name
 * @param body the bytes, neither copied nor to be modified
 */
@SuppressWarnings("ArrayRecordComponent") // equality is defined below
public record FlumeEvent(Map<String, String> headers, byte[] body) implements Serializable {
  public FlumeEvent {
    headers = headers.isEmpty() ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(headers));
    Objects.requireNonNull(body, "body");
  }

  /** An event of UTF-8 text, without headers. */
  public static FlumeEvent of(String text) {
    return new FlumeEvent(Map.of(), text.getBytes(StandardCharsets.UTF_8));
  }

  /** With one more header. */
  public FlumeEvent withHeader(String name, String value) {
    Map<String, String> all = new TreeMap<>(headers);
    all.put(name, value);
    return new FlumeEvent(all, body);
  }

  /** The body as UTF-8 text. */
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FlumeEvent event
        && headers.equals(event.headers)
        && Arrays.equals(body, event.body);
  }

  @Override
  public int hashCode() {
    return 31 * headers.hashCode() + Arrays.hashCode(body);
  }

  @Override
  public String toString() {
    return headers + " " + text();
  }
}
