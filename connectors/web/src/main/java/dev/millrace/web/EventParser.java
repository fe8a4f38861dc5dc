package dev.millrace.web;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Cuts a stream of bytes into events, as the HTML standard says ("Server-sent events", parsing an
 * event stream). Lines are read where they lie, and nothing is made a string. Used by one thread.
 */
final class EventParser {
  /** How much of an event that is too long is kept to show. */
  private static final int EXCERPT = 1200;

  private static final int LONGEST_FIELD = 4096;
  private static final byte[] BOM = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
  private static final byte[] DATA = ascii("data");
  private static final byte[] EVENT = ascii("event");
  private static final byte[] ID = ascii("id");
  private static final byte[] RETRY = ascii("retry");
  private static final byte[] USUAL_TYPE = ascii("message");
  private static final byte[] NONE = {};
  private static final long LONGEST_RETRY_MILLIS = 3_600_000;

  private final int maxBytes;

  /** The lines of data of the event under way. */
  private final ByteBuilder data = new ByteBuilder();

  /** The beginning of a line whose end has not come. */
  private final ByteBuilder begun = new ByteBuilder();

  private boolean isFirstLine = true;
  private boolean wasReturn;
  private boolean isLineTooLong;
  private boolean isTooLong;
  private boolean hasData;
  private byte[] type = NONE;
  private byte[] id;
  private Optional<Duration> retry = Optional.empty();

  /**
   * @param lastId of the last event before
   */
  EventParser(int maxBytes, String lastId) {
    this.maxBytes = maxBytes;
    byte[] last = lastId.getBytes(StandardCharsets.UTF_8);
    this.id = name(last, 0, last.length);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** How long the feed wants to be left alone after a connection has ended, if it said so. */
  Optional<Duration> retry() {
    return retry;
  }

  /** Takes what came next; the events that end with it. */
  List<Message> parse(ByteBuffer next) {
    byte[] bytes = new byte[next.remaining()];
    next.get(bytes);
    List<Message> events = new ArrayList<>();
    int start = 0;
    for (int at = 0; at < bytes.length; at++) {
      byte end = bytes[at];
      if (end == '\n' || end == '\r') {
        boolean isSecondOfTwo = end == '\n' && wasReturn && at == start && begun.size() == 0;
        if (!isSecondOfTwo) {
          endLine(bytes, start, at, events);
        }
        wasReturn = end == '\r';
        start = at + 1;
      }
    }
    begin(bytes, start, bytes.length);
    return events;
  }

  /** Keeps what came of a line. */
  private void begin(byte[] bytes, int start, int end) {
    int kept = Math.min(end - start, maxBytes + LONGEST_FIELD - begun.size());
    begun.add(bytes, start, kept);
    isLineTooLong |= kept < end - start;
  }

  private void endLine(byte[] bytes, int start, int end, List<Message> events) {
    if (begun.size() == 0) {
      line(bytes, start, end, events);
    } else {
      begin(bytes, start, end);
      line(begun.bytes(), 0, begun.size(), events);
      begun.clear();
    }
    isLineTooLong = false;
  }

  private void line(byte[] line, int from, int end, List<Message> events) {
    int start = isFirstLine && startsWithMark(line, from, end) ? from + BOM.length : from;
    isFirstLine = false;
    if (start == end) {
      endEvent(events);
    } else if (line[start] != ':') {
      int colon = start;
      while (colon < end && line[colon] != ':') {
        colon++;
      }
      int value = Math.min(end, colon + 1);
      field(line, start, colon, value < end && line[value] == ' ' ? value + 1 : value, end);
    }
  }

  private static boolean startsWithMark(byte[] line, int start, int end) {
    return end - start >= BOM.length && is(BOM, line, start, start + BOM.length);
  }

  private static boolean is(byte[] expected, byte[] line, int start, int end) {
    return Arrays.equals(line, start, end, expected, 0, expected.length);
  }

  /** The standard has unknown fields ignored. */
  private void field(byte[] line, int start, int colon, int value, int end) {
    if (is(DATA, line, start, colon)) {
      addData(line, value, end);
    } else if (is(EVENT, line, start, colon)) {
      type = name(line, value, end);
    } else if (is(ID, line, start, colon)) {
      id = hasNull(line, value, end) ? id : name(line, value, end);
    } else if (is(RETRY, line, start, colon)) {
      String text = new String(line, value, end - value, StandardCharsets.UTF_8);
      retry = text.matches("\\d{1,9}") ? Optional.of(millis(text)) : retry;
    }
  }

  /** An id or type as it can be kept: one that is longer counts as none. */
  private static byte[] name(byte[] line, int start, int end) {
    return end - start > Message.LONGEST_NAME ? NONE : Arrays.copyOfRange(line, start, end);
  }

  private static boolean hasNull(byte[] line, int start, int end) {
    for (int at = start; at < end; at++) {
      if (line[at] == 0) {
        return true;
      }
    }
    return false;
  }

  private static Duration millis(String value) {
    return Duration.ofMillis(Math.min(LONGEST_RETRY_MILLIS, Long.parseLong(value)));
  }

  private void addData(byte[] line, int start, int end) {
    int length = end - start;
    int separator = hasData ? 1 : 0;
    isTooLong |= isLineTooLong || length + separator > maxBytes - data.size();
    if (isTooLong) {
      data.add(line, start, Math.max(0, Math.min(length, EXCERPT - data.size())));
    } else {
      if (hasData) {
        data.add('\n');
      }
      data.add(line, start, length);
    }
    hasData = true;
  }

  private void endEvent(List<Message> events) {
    if (hasData) {
      byte[] kind = type.length == 0 ? USUAL_TYPE : type;
      events.add(Message.of(id, kind, data.bytes(), data.size(), isTooLong));
    }
    data.clear();
    type = NONE;
    hasData = false;
    isTooLong = false;
  }
}
