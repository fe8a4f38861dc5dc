package dev.millrace.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.row.Row;
import dev.millrace.core.row.RowSchema;
import dev.millrace.core.source.DeadLetter;
import dev.millrace.core.source.OffsetRange;
import dev.millrace.core.source.PlanLimits;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * However a file is cut into batches and ranges, and however often it is read, it says the same.
 */
class FileSourceCutTest {
  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void shouldReadRandomCsvAsWrittenHoweverItIsCut(long seed) throws Exception {
    Random random = new Random(seed);
    List<List<String>> rows = rows(random, 400);
    boolean compressed = random.nextBoolean();
    Path file = directory.resolve(compressed ? "a.csv.gz" : "a.csv");
    write(file, text(random, rows).getBytes(StandardCharsets.UTF_8));
    FileSource<Row> source = FileSource.csv(file, FileOptions.defaults().withSchema(texts(3)));

    Play<Row> play = new Play<>(source);
    play.rest(() -> limits(random, play));
    assertEquals(rows, play.records.stream().map(FileSourceCutTest::fields).toList());
    assertEquals(List.of(), play.rejects);
    long planned = play.ranges.stream().mapToLong(OffsetRange::records).sum();
    assertEquals(rows.size(), planned);
    assertSameFromFile(source, play);
  }

  private static PlanLimits limits(Random random, Play<?> play) {
    if (random.nextInt(4) == 0) {
      try {
        play.restart();
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }
    return new PlanLimits(1 + random.nextInt(60), 1 + random.nextInt(3000));
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void shouldTreatGarbageTheSameHoweverItIsCut(long seed) throws Exception {
    Random random = new Random(seed);
    byte[] garbage = garbage(random, 20_000);
    Path file = directory.resolve(random.nextBoolean() ? "g.csv.gz" : "g.csv");
    write(file, garbage);
    FileOptions options =
        FileOptions.defaults()
            .withHeader(false)
            .withSchema(texts(2))
            .withMaxRecordBytes(1 + random.nextInt(300));
    FileSource<Row> source = FileSource.csv(file, options);

    Play<Row> whole = Play.all(source);
    Play<Row> cut = new Play<>(source);
    cut.rest(() -> limits(random, cut));
    assertFalse(whole.rejects.isEmpty());
    assertEquals(positions(whole.rejects), positions(cut.rejects));
    assertEquals(fields(whole.records), fields(cut.records));
    assertSameFromFile(source, cut);
  }

  /** A range that was planned long ago says the same when it is read from the file itself. */
  private static void assertSameFromFile(FileSource<Row> source, Play<Row> play) throws Exception {
    List<Row> records = new ArrayList<>();
    List<DeadLetter> rejects = new ArrayList<>();
    for (OffsetRange range : play.ranges) {
      int before = records.size() + rejects.size();
      Play.read(source, range, records, rejects);
      assertEquals(range.records(), records.size() + rejects.size() - before, range.toString());
    }
    assertEquals(fields(play.records), fields(records));
    assertEquals(play.rejects, rejects);
  }

  static void write(Path file, byte[] content) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    boolean compressed = file.toString().endsWith(".gz");
    try (OutputStream out = compressed ? new GZIPOutputStream(bytes) : bytes) {
      out.write(content);
    }
    Files.write(file, bytes.toByteArray());
  }

  static RowSchema texts(int width) {
    List<RowSchema.Column> columns = new ArrayList<>();
    for (int i = 0; i < width; i++) {
      columns.add(new RowSchema.Column("c" + i, RowSchema.Type.TEXT));
    }
    return new RowSchema(columns);
  }

  private static List<String> positions(List<DeadLetter> letters) {
    return letters.stream().map(DeadLetter::position).toList();
  }

  private static List<List<String>> fields(List<Row> rows) {
    return rows.stream().map(FileSourceCutTest::fields).toList();
  }

  private static List<String> fields(Row row) {
    List<String> fields = new ArrayList<>();
    for (int i = 0; i < row.schema().width(); i++) {
      fields.add(row.text(i));
    }
    return fields;
  }

  private static List<List<String>> rows(Random random, int count) {
    String[] pieces = {"a", "Ä", "漢", "\"", ",", "\n", "\r\n", " ", "1.5", "😀", "x\"y"};
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      List<String> row = new ArrayList<>();
      for (int j = 0; j < 3; j++) {
        StringBuilder field = new StringBuilder();
        for (int k = random.nextInt(5); k > 0; k--) {
          field.append(pieces[random.nextInt(pieces.length)]);
        }
        row.add(field.toString());
      }
      rows.add(row);
    }
    return rows;
  }

  private static String text(Random random, List<List<String>> rows) {
    StringBuilder text = new StringBuilder(random.nextBoolean() ? "\uFEFF" : "");
    text.append("c0,c1,c2\r\n");
    for (List<String> row : rows) {
      if (random.nextInt(20) == 0) {
        text.append(random.nextBoolean() ? "\n" : "\r\n");
      }
      List<String> quoted = new ArrayList<>();
      for (String field : row) {
        boolean needed =
            field.chars().anyMatch(c -> c == '"' || c == ',' || c == '\n' || c == '\r');
        boolean quotes = needed || random.nextInt(5) == 0;
        quoted.add(quotes ? '"' + field.replace("\"", "\"\"") + '"' : field);
      }
      text.append(String.join(",", quoted)).append(random.nextBoolean() ? "\n" : "\r\n");
    }
    int end = text.length() - (text.charAt(text.length() - 2) == '\r' ? 2 : 1);
    return random.nextBoolean() ? text.toString() : text.substring(0, end);
  }

  private static byte[] garbage(Random random, int length) {
    byte[] likely = "ab,,\"\"\n\n\r1.é".getBytes(StandardCharsets.UTF_8);
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] =
          random.nextInt(30) == 0
              ? (byte) random.nextInt(256)
              : likely[random.nextInt(likely.length)];
    }
    assertTrue(length > 0);
    return bytes;
  }
}
