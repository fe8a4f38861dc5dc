package dev.millrace.core.source.log;

import dev.millrace.core.format.BadRecordException;
import dev.millrace.core.source.DeadLetter;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * What becomes of the records of a log. Immutable and thread-safe.
 *
 * @param origin how dead letters name the source, for instance {@code socket}
 * @param noun what a record is, for instance {@code line}
 */
public record LogFormat<T>(String origin, String noun, Decoder<T> decoder) implements Serializable {
  private static final int EXCERPT = 4000;

  /** What stands for bytes that are no UTF-8, unless it was sent as such. */
  private static final char REPLACEMENT = '\uFFFD';

  /** Makes a value of a record. */
  @FunctionalInterface
  public interface Decoder<T> extends Serializable {
    /** Whatever it throws is the reason why the record is a bad one; the bytes stay as they are. */
    T decode(byte[] bytes, int start, int length) throws Exception;

    /** The beginning of a record that is a bad one, for people to read. */
    default String excerpt(byte[] bytes, int start, int length) {
      return new String(bytes, start, Math.min(length, EXCERPT), StandardCharsets.UTF_8);
    }
  }

  /** UTF-8 text. */
  public static LogFormat<String> text(String origin, String noun) {
    return new LogFormat<>(
        origin, noun, (bytes, start, length) -> text(noun, bytes, start, length));
  }

  private static String text(String noun, byte[] bytes, int start, int length)
      throws BadRecordException {
    String text = new String(bytes, start, length, StandardCharsets.UTF_8);
    if (text.indexOf(REPLACEMENT) < 0) {
      return text;
    }
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, start, length));
      return text;
    } catch (CharacterCodingException e) {
      throw new BadRecordException("the " + noun + " is not valid UTF-8");
    }
  }

  static String reason(Exception failure) {
    return failure instanceof BadRecordException ? failure.getMessage() : failure.toString();
  }

  DeadLetter letter(long record, String reason, byte[] bytes, int start, int length) {
    String position = noun + " " + (record + 1) + " received";
    return new DeadLetter(origin, position, reason, decoder.excerpt(bytes, start, length));
  }
}
