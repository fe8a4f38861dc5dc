package dev.millrace.web;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
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
  private static final byte[] BOM = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
  private static final long LONGEST_RETRY_MILLIS = 3_600_000;

  private final int maxBytes;
  private final ByteArrayOutputStream data = new ByteArrayOutputStream();
  private byte[] line = new byte[256];
  private int lineSize;
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
      int start = bytes.position();
      int end = lineEnd(bytes);
      if (end > start) {
        keep(bytes, end - start);
        wasReturn = false;
      }
      if (bytes.hasRemaining()) {
        byte next = bytes.get();
        if (next == '\r' || !wasReturn) {
          endLine(events);
        }
        wasReturn = next == '\r';
      }
    }
    return events;
  }

  /** Where the next byte is that can end a line. */
  private static int lineEnd(ByteBuffer bytes) {
    int limit = bytes.limit();
    int at = bytes.position();
    while (at < limit && bytes.get(at) != '\n' && bytes.get(at) != '\r') {
      at++;
    }
    return at;
  }

  private void keep(ByteBuffer bytes, int length) {
    int kept = Math.min(length, maxBytes + LONGEST_FIELD - lineSize);
    if (line.length - lineSize < kept) {
      line = Arrays.copyOf(line, Math.max(lineSize + kept, 2 * line.length));
    }
    bytes.get(line, lineSize, kept);
    lineSize += kept;
    if (kept < length) {
      bytes.position(bytes.position() + length - kept);
      isLineTooLong = true;
    }
  }

  private void endLine(List<Message> events) {
    int start = isFirstLine && startsWith(BOM) ? BOM.length : 0;
    isFirstLine = false;
    if (start == lineSize) {
      endEvent(events);
    } else if (line[start] != ':') {
      int colon = start;
      while (colon < lineSize && line[colon] != ':') {
        colon++;
      }
      int value = Math.min(lineSize, colon + 1);
      field(text(start, colon), value < lineSize && line[value] == ' ' ? value + 1 : value);
    }
    lineSize = 0;
    isLineTooLong = false;
  }

  private boolean startsWith(byte[] prefix) {
    return lineSize >= prefix.length
        && Arrays.equals(line, 0, prefix.length, prefix, 0, prefix.length);
  }

  private String text(int start, int end) {
    return new String(line, start, end - start, StandardCharsets.UTF_8);
  }

  /**
   * @param start where the value begins
   */
  private void field(String name, int start) {
    switch (name) {
      case "data" -> addData(start);
      case "event" -> type = Message.name(text(start, lineSize));
      case "id" -> {
        String value = text(start, lineSize);
        id = value.indexOf('\0') < 0 ? Message.name(value) : id;
      }
      case "retry" -> {
        String value = text(start, lineSize);
        retry = value.matches("\\d{1,9}") ? Optional.of(millis(value)) : retry;
      }
      default -> {
        // The standard has unknown fields ignored.
      }
    }
  }

  private static Duration millis(String value) {
    return Duration.ofMillis(Math.min(LONGEST_RETRY_MILLIS, Long.parseLong(value)));
  }

  private void addData(int start) {
    int length = lineSize - start;
    int separator = hasData ? 1 : 0;
    isTooLong |= isLineTooLong || length + separator > maxBytes - data.size();
    if (isTooLong) {
      data.write(line, start, Math.max(0, Math.min(length, EXCERPT - data.size())));
    } else {
      if (hasData) {
        data.write('\n');
      }
      data.write(line, start, length);
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
