package dev.millrace.web;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Cuts a stream of bytes into events, as the HTML standard says ("Server-sent events", parsing an
 * event stream). Used by one thread.
 */
final class EventParser {
  /** How much of an event that is too long is kept to show. */
  private static final int EXCERPT = 1200;

  private static final int LONGEST_FIELD = 4096;
  private static final long LONGEST_RETRY_MILLIS = 3_600_000;

  private final int maxBytes;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final ByteArrayOutputStream data = new ByteArrayOutputStream();
  private boolean isFirstLine = true;
  private boolean wasReturn;
  private boolean isLineTooLong;
  private boolean isTooLong;
  private boolean hasData;
  private String type = "";
  private String id;
  private String lastId;
  private Optional<Duration> retry = Optional.empty();

  /**
   * @param lastId of the last event before
   */
  EventParser(int maxBytes, String lastId) {
    this.maxBytes = maxBytes;
    this.lastId = lastId;
    this.id = lastId;
  }

  /** How long the feed wants to be left alone after a connection has ended, if it said so. */
  Optional<Duration> retry() {
    return retry;
  }

  /** Takes what came next; the events that end with it. */
  List<Message> parse(ByteBuffer bytes) {
    List<Message> events = new ArrayList<>();
    while (bytes.hasRemaining()) {
      byte next = bytes.get();
      if (next == '\r' || (next == '\n' && !wasReturn)) {
        endLine(events);
      } else if (next != '\n') {
        keep(next);
      }
      wasReturn = next == '\r';
    }
    return events;
  }

  private void keep(byte next) {
    if (line.size() < maxBytes + LONGEST_FIELD) {
      line.write(next);
    } else {
      isLineTooLong = true;
    }
  }

  private void endLine(List<Message> events) {
    String text = line.toString(StandardCharsets.UTF_8);
    line.reset();
    if (isFirstLine && text.startsWith("\uFEFF")) {
      text = text.substring(1);
    }
    isFirstLine = false;
    if (text.isEmpty()) {
      endEvent(events);
    } else if (text.charAt(0) != ':') {
      int colon = text.indexOf(':');
      String name = colon < 0 ? text : text.substring(0, colon);
      String value = colon < 0 ? "" : text.substring(colon + 1);
      field(name, value.startsWith(" ") ? value.substring(1) : value);
    }
    isLineTooLong = false;
  }

  private void field(String name, String value) {
    switch (name) {
      case "data" -> add(value);
      case "event" -> type = Message.name(value);
      case "id" -> id = value.indexOf('\0') < 0 ? Message.name(value) : id;
      case "retry" -> retry = value.matches("\\d{1,9}") ? Optional.of(millis(value)) : retry;
      default -> {
        // The standard has unknown fields ignored.
      }
    }
  }

  private static Duration millis(String value) {
    return Duration.ofMillis(Math.min(LONGEST_RETRY_MILLIS, Long.parseLong(value)));
  }

  private void add(String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    int separator = hasData ? 1 : 0;
    isTooLong |= isLineTooLong || bytes.length + separator > maxBytes - data.size();
    if (isTooLong) {
      data.write(bytes, 0, Math.max(0, Math.min(bytes.length, EXCERPT - data.size())));
    } else {
      if (hasData) {
        data.write('\n');
      }
      data.write(bytes, 0, bytes.length);
    }
    hasData = true;
  }

  private void endEvent(List<Message> events) {
    lastId = id;
    if (hasData) {
      events.add(
          new Message(lastId, type.isEmpty() ? "message" : type, data.toByteArray(), isTooLong));
    }
    data.reset();
    type = "";
    hasData = false;
    isTooLong = false;
  }
}
