package dev.millrace.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.format.BadRecordException;
import dev.millrace.core.row.Row;
import dev.millrace.core.row.RowSchema;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class CsvLineDecoderTest {
  private static final RowSchema COLUMNS =
      new RowSchema(
          List.of(
              new RowSchema.Column("city", RowSchema.Type.TEXT),
              new RowSchema.Column("km", RowSchema.Type.NUMBER)));

  private static Row decode(LineDecoder<Row> decoder, String line) throws Exception {
    return decoder.decode(line.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void shouldReadARecordWithoutAHeader() throws Exception {
    LineDecoder<Row> decoder = LineDecoder.csv(COLUMNS, ';');
    Row rome = decode(decoder, "\"Rome; \"\"here\"\"\";2.5");
    Row none = decode(decoder, ";");
    assertEquals("Rome; \"here\"", rome.text(0));
    assertEquals(2.5, rome.number(1));
    assertEquals("", none.text(0));
    assertTrue(Double.isNaN(none.number(1)));
  }

  @Test
  void shouldSayWhatIsWrongWithALine() {
    LineDecoder<Row> decoder = LineDecoder.csv(COLUMNS, ',');
    assertEquals(
        "expected 2 columns, got 3",
        assertThrows(BadRecordException.class, () -> decode(decoder, "a,1,2")).getMessage());
    String message =
        assertThrows(BadRecordException.class, () -> decode(decoder, "a,far")).getMessage();
    assertTrue(message.startsWith("column 'km': "), message);
    assertThrows(ConfigurationException.class, () -> LineDecoder.csv(COLUMNS, '"'));
  }

  @Test
  @SuppressWarnings("unchecked")
  void shouldTravel() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(LineDecoder.csv(COLUMNS, ','));
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertEquals(3, decode((LineDecoder<Row>) in.readObject(), "a,3").number(1));
    }
  }
}
