package dev.millrace.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.ConfigurationException;
import dev.millrace.core.row.Row;
import dev.millrace.core.row.RowSchema;
import dev.millrace.core.source.DeadLetter;
import dev.millrace.core.source.OffsetRange;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a file holds, the pipeline gets all that is good, and a letter for all that is not. */
class BadInputTest {
  private static final RowSchema SCHEMA =
      new RowSchema(
          List.of(
              new RowSchema.Column("id", RowSchema.Type.NUMBER),
              new RowSchema.Column("name", RowSchema.Type.TEXT)));
  private static final FileOptions OPTIONS = FileOptions.defaults().withSchema(SCHEMA);

  @TempDir Path directory;

  private Path file(String name, byte[] content) throws Exception {
    return Files.write(directory.resolve(name), content);
  }

  private Play<Row> play(String content) throws Exception {
    Path file = file("data.csv", content.getBytes(StandardCharsets.UTF_8));
    return Play.all(FileSource.csv(file, OPTIONS));
  }

  private static List<Double> ids(Play<Row> play) {
    return play.records.stream().map(row -> row.number(0)).toList();
  }

  private static void assertLetter(Play<?> play, int index, String position, String reason) {
    DeadLetter letter = play.rejects.get(index);
    assertEquals(position, letter.position());
    assertTrue(letter.reason().contains(reason), letter.reason());
  }

  @Test
  void shouldRejectWhatIsNoFiniteNumber() throws Exception {
    Play<Row> play = play("id,name\n1,a\nabc,b\nNaN,c\n-Infinity,d\n1e999,e\n0x10,f\n1d,g\n2,h\n");
    assertEquals(List.of(1.0, 2.0), ids(play));
    assertEquals(6, play.rejects.size());
    assertLetter(play, 0, "data.csv line 3", "column 'id': expected a finite number, got 'abc'");
    assertLetter(play, 1, "data.csv line 4", "got 'NaN'");
    assertEquals("NaN,c", play.rejects.get(1).record());
    assertLetter(play, 2, "data.csv line 5", "got '-Infinity'");
    assertLetter(play, 3, "data.csv line 6", "got '1e999'");
  }

  @Test
  void shouldTakeAnEmptyNumberAsMissing() throws Exception {
    Play<Row> play = play("id,name\n,a\n  ,b\n\"\",c\n");
    assertEquals(List.of(Double.NaN, Double.NaN, Double.NaN), ids(play));
  }

  @Test
  void shouldRejectRowsOfAnotherWidth() throws Exception {
    Play<Row> play = play("id,name\n1\n1,a,\n1,a,b\n2,b\n");
    assertEquals(List.of(2.0), ids(play));
    assertLetter(play, 0, "data.csv line 2", "expected 2 columns, got 1");
    assertLetter(play, 1, "data.csv line 3", "expected 2 columns, got 3");
  }

  @Test
  void shouldRejectInvalidUtf8() throws Exception {
    byte[] content = "id,name\n1,Zoe\n2,Zo?\n3,Zoë\n".getBytes(StandardCharsets.UTF_8);
    content[new String(content, StandardCharsets.ISO_8859_1).indexOf('?')] = (byte) 0xEB;
    Play<Row> play = Play.all(FileSource.csv(file("data.csv", content), OPTIONS));
    assertEquals(List.of(1.0, 3.0), ids(play));
    assertLetter(play, 0, "data.csv line 3", "not valid UTF-8");
  }

  @Test
  void shouldCountLinesInsideQuotes() throws Exception {
    Play<Row> play = play("id,name\n1,\"a\nb\r\nc\"\nx,y\n");
    assertEquals("a\nb\r\nc", play.records.get(0).text(1));
    assertLetter(play, 0, "data.csv line 5", "got 'x'");
  }

  @Test
  void shouldLoseOnlyTheLineWhoseQuoteStaysOpen() throws Exception {
    Play<Row> play = play("id,name\n1,a\n2,\"never closed\n3,c\n4,\"d\"\n5,\"e\nf\"\n6,g\n");
    assertEquals(List.of(1.0, 3.0, 4.0, 5.0, 6.0), ids(play));
    assertLetter(play, 0, "data.csv line 3", "a quote opens a field");
    assertEquals("2,\"never closed", play.rejects.get(0).record());
  }

  @Test
  void shouldGoOnAfterAQuoteThatStaysOpenForLongerThanARecordMayBe() throws Exception {
    StringBuilder text = new StringBuilder("id,name\n1,\"open\n");
    for (int i = 2; i <= 1000; i++) {
      text.append(i).append(",some name\n");
    }
    Path file = file("data.csv", text.toString().getBytes(StandardCharsets.UTF_8));
    Play<Row> play = Play.all(FileSource.csv(file, OPTIONS.withMaxRecordBytes(500)));
    assertEquals(999, play.records.size());
    assertEquals(1, play.rejects.size());
  }

  @Test
  void shouldRejectTextBehindAClosingQuote() throws Exception {
    Play<Row> play = play("id,name\n1,\"a\"b\n2,\"b\"\n3,a\"b\n");
    assertEquals(List.of(2.0, 3.0), ids(play));
    assertEquals("a\"b", play.records.get(1).text(1));
    assertLetter(play, 0, "data.csv line 2", "delimiter behind the closing quote");
  }

  @Test
  void shouldSkipALineOfTenMegabytes() throws Exception {
    byte[] line = new byte[10 << 20];
    Arrays.fill(line, (byte) 'x');
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes("id,name\n1,a\n".getBytes(StandardCharsets.UTF_8));
    bytes.writeBytes(line);
    bytes.writeBytes("\n2,b\n".getBytes(StandardCharsets.UTF_8));
    for (String name : List.of("data.csv", "data.csv.gz")) {
      Path path = directory.resolve(name);
      FileSourceCutTest.write(path, bytes.toByteArray());
      FileSource<Row> source = FileSource.csv(path, OPTIONS);
      Play<Row> play = Play.all(source);
      assertEquals(List.of(1.0, 2.0), ids(play));
      assertLetter(play, 0, name + " line 3", "longer than the 1048576 bytes");
      assertEquals(1001, play.rejects.get(0).record().length());
      List<DeadLetter> again = new ArrayList<>();
      for (OffsetRange range : play.ranges) {
        Play.read(source, range, new ArrayList<>(), again);
      }
      assertEquals(play.rejects, again);
    }
  }

  @Test
  void shouldDeliverEverythingBeforeACutInACompressedFile() throws Exception {
    StringBuilder text = new StringBuilder("id,name\n");
    for (int i = 0; i < 20_000; i++) {
      text.append(i).append(",name ").append(i * 31 % 977).append('\n');
    }
    byte[] whole = gzip(text.toString().getBytes(StandardCharsets.UTF_8));
    int[] lengths = {whole.length - 1, whole.length - 9, whole.length / 2, 200, 12, 5, 1};
    int before = Integer.MAX_VALUE;
    for (int length : lengths) {
      Path file = file("cut.csv.gz", Arrays.copyOf(whole, length));
      FileSource<Row> source = FileSource.csv(file, OPTIONS);
      Play<Row> play = Play.all(source);
      for (int i = 0; i < play.records.size(); i++) {
        assertEquals(i, play.records.get(i).number(0));
      }
      assertTrue(play.records.size() <= before, "less content, fewer rows");
      assertEquals(length >= whole.length - 9 ? 20_000 : play.records.size(), play.records.size());
      before = play.records.size();
      assertEquals(1, play.rejects.size());
      String line = before == 0 && length < 200 ? "1" : Integer.toString(before + 2);
      assertLetter(play, 0, "cut.csv.gz line " + line, "damaged or cut off");
      assertReadTwice(source, play);
    }
  }

  private static void assertReadTwice(FileSource<Row> source, Play<Row> play) throws Exception {
    List<Row> records = new ArrayList<>();
    List<DeadLetter> rejects = new ArrayList<>();
    for (OffsetRange range : play.ranges) {
      Play.read(source, range, records, rejects);
    }
    assertEquals(play.records.size(), records.size());
    assertEquals(play.rejects, rejects);
    Play<Row> later = new Play<>(source);
    later.offsets.putAll(play.offsets);
    later.rest(() -> new dev.millrace.core.source.PlanLimits(10, 1000));
    assertEquals(List.of(), later.ranges);
  }

  @Test
  void shouldReadOnBehindADamagedFile() throws Exception {
    byte[] whole = gzip("id,name\n1,a\n2,b\n".getBytes(StandardCharsets.UTF_8));
    file("a.csv.gz", Arrays.copyOf(whole, whole.length - 4));
    file("b.csv.gz", "no gzip at all".getBytes(StandardCharsets.UTF_8));
    file("c.csv.gz", whole);
    file("d.csv.gz", new byte[0]);
    Play<Row> play = Play.all(FileSource.csv(directory, OPTIONS));
    assertEquals(List.of(1.0, 2.0, 1.0, 2.0), ids(play));
    assertEquals(2, play.rejects.size());
    assertLetter(play, 0, "a.csv.gz line 4", "damaged or cut off");
    assertLetter(play, 1, "b.csv.gz line 1", "damaged or cut off");
  }

  @Test
  void shouldReadAllMembersOfACompressedFile() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(gzip("id,name\n1,a\n2".getBytes(StandardCharsets.UTF_8)));
    bytes.writeBytes(gzip(",b\n3,c".getBytes(StandardCharsets.UTF_8)));
    Play<Row> play = Play.all(FileSource.csv(file("a.csv.gz", bytes.toByteArray()), OPTIONS));
    assertEquals(List.of(1.0, 2.0, 3.0), ids(play));
  }

  @Test
  void shouldSurviveBinaryGarbage() throws Exception {
    byte[] garbage = new byte[300_000];
    new java.util.Random(5).nextBytes(garbage);
    byte[] header = "id,name\n".getBytes(StandardCharsets.UTF_8);
    System.arraycopy(header, 0, garbage, 0, header.length);
    Play<Row> play = Play.all(FileSource.csv(file("data.csv", garbage), OPTIONS));
    assertEquals(0, play.records.stream().filter(row -> !row.text(1).isEmpty()).count());
    assertTrue(play.rejects.size() > 500, "letters: " + play.rejects.size());
  }

  @Test
  void shouldNameMissingColumnsAndTheNearest() throws Exception {
    Path file = file("data.csv", "ident,nmae,amount\n1,a,2\n".getBytes(StandardCharsets.UTF_8));
    FileSource<Row> source = FileSource.csv(file, OPTIONS);
    ConfigurationException missing =
        assertThrows(ConfigurationException.class, () -> Play.all(source));
    assertEquals(
        "data.csv: no column 'id' in the header; the nearest names are ident, nmae, amount",
        missing.getMessage());
  }

  @Test
  void shouldRefuseWhatHasNoHeader() throws Exception {
    assertRefused("no CSV file", file("empty.csv", new byte[0]));
    assertRefused("no CSV file", Files.createDirectory(directory.resolve("none")));
    assertRefused("no file or directory", directory.resolve("missing.csv"));
    assertRefused("stands twice", file("twice.csv", "a,b,a\n".getBytes(StandardCharsets.UTF_8)));
    assertRefused("not valid UTF-8", file("bin.csv", new byte[] {'a', (byte) 0xFF, '\n', 1}));
    assertRefused("control characters", file("nul.csv", new byte[] {'a', 0, 1, '\n', 1}));
    FileOptions typed = FileOptions.defaults().withTypes(Map.of("x", RowSchema.Type.TEXT));
    Path file = file("a.csv", "xy,b\n1,2\n".getBytes(StandardCharsets.UTF_8));
    assertThrows(ConfigurationException.class, () -> FileSource.csv(file, typed));
  }

  private static void assertRefused(String reason, Path path) {
    ConfigurationException refusal =
        assertThrows(ConfigurationException.class, () -> FileSource.csv(path));
    assertTrue(refusal.getMessage().contains(reason), refusal.getMessage());
  }

  @Test
  void shouldRejectWhatIsNoJson() throws Exception {
    byte[] content =
        "{\"a\":1}\n{\"a\":\n\n{\"a\":NaN}\n{} {}\n\"\u00e9\"\n[1]\n?\n"
            .getBytes(StandardCharsets.UTF_8);
    content[content.length - 2] = (byte) 0x80;
    Path file = file("a.jsonl", content);
    Play<JsonNode> play = Play.all(FileSource.jsonLines(file, JsonNode.class));
    assertEquals(3, play.records.size());
    assertEquals(
        List.of("a.jsonl line 2", "a.jsonl line 4", "a.jsonl line 5", "a.jsonl line 8"),
        play.rejects.stream().map(DeadLetter::position).toList());
  }

  @Test
  void shouldRejectTextThatIsNotUtf8() throws Exception {
    Path file = file("a.txt", new byte[] {'a', '\n', (byte) 0xC0, '\n', '\r', '\n', 'b'});
    Play<String> play = Play.all(FileSource.text(file));
    assertEquals(List.of("a", "", "b"), play.records);
    assertLetter(play, 0, "a.txt line 2", "not valid UTF-8");
  }

  private static byte[] gzip(byte[] content) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content);
    }
    return bytes.toByteArray();
  }
}
