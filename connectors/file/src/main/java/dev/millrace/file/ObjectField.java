package dev.millrace.file;

import dev.millrace.core.format.BadRecordException;
import java.time.DateTimeException;
import java.util.function.Function;

/**
 * A field that becomes an object.
 *
 * @param what the field is expected to hold, for messages
 * @param parser makes the object of a text that is not empty, or throws an unchecked exception of
 *     java.lang or java.time
 * @param missing what an empty field becomes
 */
record ObjectField(String what, Function<String, ?> parser, Missing missing)
    implements FieldReader {
  /** What an empty field becomes. */
  @FunctionalInterface
  interface Missing {
    Object value(String what) throws BadRecordException;

    /** Always the same value. */
    static Missing as(Object value) {
      return what -> value;
    }

    /** An error. */
    static Missing refused() {
      return what -> {
        throw new BadRecordException(
            "expected "
                + what
                + ", got an empty field; where it may be missing, declare the component Optional");
      };
    }
  }

  @Override
  public void read(byte[] bytes, int from, int to, FieldBuffer out, int slot)
      throws BadRecordException {
    String text = Utf8.decode(bytes, from, to).strip();
    try {
      out.objects[slot] = text.isEmpty() ? missing.value(what) : parser.apply(text);
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new BadRecordException("expected " + what + ", got '" + text + "'");
    }
  }
}
