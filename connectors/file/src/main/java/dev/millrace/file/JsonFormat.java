package dev.millrace.file;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.millrace.core.format.BadRecordException;
import java.io.IOException;

/** One JSON value per line. */
record JsonFormat<T>(Class<T> type) implements Format<T> {
  @Override
  public RecordScanner scanner(int maxRecordBytes) {
    return RecordScanner.filledLines(maxRecordBytes);
  }

  @Override
  public HeaderKind header() {
    return HeaderKind.NONE;
  }

  @Override
  public FileDecoding<T> decoding(String file, byte[] header) {
    ObjectReader reader = Json.MAPPER.readerFor(type);
    return () -> (bytes, from, to) -> decode(reader, bytes, from, to);
  }

  private T decode(ObjectReader reader, byte[] bytes, int from, int to) throws BadRecordException {
    try {
      T value = reader.readValue(bytes, from, to - from);
      if (value == null) {
        throw new BadRecordException("expected a JSON object, got null");
      }
      return value;
    } catch (JacksonException e) {
      throw new BadRecordException("not JSON for " + type.getSimpleName() + ": " + message(e));
    } catch (IOException e) {
      throw new BadRecordException("not JSON for " + type.getSimpleName() + ": " + e.getMessage());
    }
  }

  private static String message(JacksonException e) {
    String message =
        e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.getMessage();
    int column = e.getLocation() == null ? -1 : e.getLocation().getColumnNr();
    return column > 0 ? message + " (column " + column + ")" : message;
  }
}
