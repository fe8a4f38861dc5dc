package dev.millrace.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.SourceException;
import dev.millrace.core.row.Row;
import dev.millrace.core.row.RowSchema;
import dev.millrace.core.source.PlanLimits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArffTest {
  private static final String HEADER =
      """
      % Weather
      @RELATION weather

      @attribute outlook {sunny, 'partly cloudy', "it\\'s raining"}   % three
      @attribute temperature REAL
      @ATTRIBUTE 'the day' date "yyyy-MM-dd HH:mm"
      @attribute note string
      @DATA
      """;

  @TempDir Path directory;

  private Path file(String name, String text) throws Exception {
    return Files.writeString(directory.resolve(name), text);
  }

  private static List<String> texts(Play<Row> play) {
    return play.records.stream().map(Row::toString).toList();
  }

  private static List<String> letters(Play<?> play) {
    return play.rejects.stream().map(letter -> letter.position() + ", " + letter.reason()).toList();
  }

  @Test
  void shouldReadDenseRows() throws Exception {
    Path file =
        file(
            "weather.arff",
            HEADER
                + """
                sunny, 21.5, "2024-05-01 12:30", 'a, "b" \\'c\\' \\\\ \\u00e9\\n'
                % a comment
                'partly cloudy',?,?,?
                   "it's raining",\t-3e1 ,'2024-05-02 00:00',plain text  \


                """);
    Play<Row> play = Play.all(FileSource.arff(file));
    double noon = Instant.parse("2024-05-01T12:30:00Z").getEpochSecond();
    assertEquals(List.of(), letters(play));
    assertEquals("sunny", play.records.get(0).text(0));
    assertEquals(21.5, play.records.get(0).number(1));
    assertEquals(noon, play.records.get(0).number(2));
    assertEquals("a, \"b\" 'c' \\ é\n", play.records.get(0).text(3));
    assertEquals("partly cloudy", play.records.get(1).text(0));
    assertEquals(Double.NaN, play.records.get(1).number(1));
    assertEquals(Double.NaN, play.records.get(1).number(2));
    assertEquals("", play.records.get(1).text(3));
    assertEquals("it's raining", play.records.get(2).text(0));
    assertEquals(-30, play.records.get(2).number(1));
    assertEquals("plain text", play.records.get(2).text(3));
  }

  @Test
  void shouldReadSparseRows() throws Exception {
    Path file =
        file(
            "sparse.arff",
            "@relation s\n@attribute a real\n@attribute b{x,y}\n@attribute c string\n@attribute d"
                + " integer\n@data\n{}\n{1 y, 3 4}\n{ 0 2.5,2 'z }' }\n{2 ?, 3 ?}\n5,x,q,6\n");
    assertEquals(
        List.of(
            "{a=0, b=x, c=, d=0}",
            "{a=0, b=y, c=, d=4}",
            "{a=2.5, b=x, c=z }, d=0}",
            "{a=0, b=x, c=, d=}",
            "{a=5, b=x, c=q, d=6}"),
        texts(Play.all(FileSource.arff(file))));
  }

  @Test
  void shouldTellWhatTheHeaderSays() throws Exception {
    ArffHeader header = ArffHeader.read(file("weather.arff", HEADER), FileOptions.defaults());
    assertEquals("weather", header.relation());
    assertEquals(
        List.of("sunny", "partly cloudy", "it's raining"), header.attribute("outlook").values());
    assertEquals(ArffHeader.Kind.DATE, header.attribute("the day").kind());
    assertEquals("yyyy-MM-dd HH:mm", header.attribute("the day").dateFormat());
    assertEquals(RowSchema.Type.NUMBER, header.rowSchema().columns().get(2).type());
  }

  @Test
  void shouldReadTheSamplesOfOtherReaders() throws Exception {
    Play<Row> quotes = Play.all(FileSource.arff(TextFormatsTest.sample("toy_quotes.arff")));
    Row row = quotes.records.get(0);
    assertEquals(
        "{cat_single_quote=A, cat_double_quote=A, cat_without_quote=A, str_single_quote=some text,"
            + " str_double_quote=some text, str_without_quote=some text, str_nested_quote_1=\"expect"
            + " double quotes\", str_nested_quote_2='expect no quotes', str_internal_quote=internal'"
            + " quote, class=0}",
        row.toString());
    Play<Row> spaces =
        Play.all(FileSource.arff(TextFormatsTest.sample("quoted_nominal_spaces.arff")));
    assertEquals(
        List.of("no  ", "  yes", "no  ", "no  ", "  yes", "no  "),
        spaces.records.stream().map(sample -> sample.text(1)).toList());
  }

  @Test
  void shouldNameFileLineAndColumnOfBadRows() throws Exception {
    Path file =
        file(
            "bad.arff",
            HEADER
                + """
                snow, 1, ?, ?
                sunny, x, ?, ?
                sunny, 1, 2024-05-01, ?
                sunny, 1, ?
                sunny, 1, ?, ?, ?
                sunny, , ?, ?
                sunny, 1, ?, 'open
                'sunny' x, 1, ?, ?
                {0 sunny, 4 a}
                {1 1, 1 2}
                {1 1
                {x 1}
                {1 1} x
                sunny, 1e999, ?, ?
                sunny, 1, ?, "\\u12"
                sunny, 1, ?, ok
                """);
    Play<Row> play = Play.all(FileSource.arff(file));
    assertEquals(
        List.of(
            "bad.arff line 9, column 1: attribute 'outlook': expected one of [sunny, partly cloudy,"
                + " it's raining], got 'snow'",
            "bad.arff line 10, column 8: attribute 'temperature': expected a finite number, got"
                + " 'x'",
            "bad.arff line 11, column 11: attribute 'the day': expected a date like yyyy-MM-dd"
                + " HH:mm, got '2024-05-01'",
            "bad.arff line 12, column 12: expected 4 values, got 3",
            "bad.arff line 13, column 15: expected 4 values, got more",
            "bad.arff line 14, column 8: expected a value, got none; a missing one is written ?",
            "bad.arff line 15, column 14: the quote is not closed",
            "bad.arff line 16, column 9: expected a comma behind the value, got 'x, 1, ?, ?'",
            "bad.arff line 17, column 11: expected an index from 1 to 3 and a blank, got '4'",
            "bad.arff line 18, column 7: expected an index from 2 to 3 and a blank, got '1'",
            "bad.arff line 19, column 1: the brace is not closed",
            "bad.arff line 20, column 2: expected an index from 0 to 3 and a blank, got 'x'",
            "bad.arff line 21, column 7: expected the line's end behind the brace, got 'x'",
            "bad.arff line 22, column 8: attribute 'temperature': expected a finite number, got"
                + " '1e999'",
            "bad.arff line 23, column 17: expected four hexadecimal digits behind \\u, got '12'"),
        letters(play));
    assertEquals(1, play.records.size());
  }

  @Test
  void shouldRefuseHeadersThatAreNone() throws Exception {
    assertRefused("a.arff line 2, column 1: expected @relation", "@relation r\nx y\n@data\n");
    assertRefused("a.arff line 1, column 14: expected numeric, real", "@attribute a bool\n@data\n");
    assertRefused(
        "line 2, column 12: attribute 'a' stands twice",
        "@attribute a real\n@attribute a" + " real\n@data\n");
    assertRefused("column 14: the brace is not closed", "@attribute a {x, y\n@data\n");
    assertRefused("the date format 'qqqqqqq' is malformed", "@attribute a date qqqqqqq\n@data\n");
    assertRefused("column 19: expected the line's end", "@attribute a real b\n@data\n");
    assertRefused("has no @attribute", "@relation r\n@data\n");
    assertRefused("no ARFF file with a header", "");
    SourceException cut =
        assertThrows(SourceException.class, () -> FileSource.arff(file("a.arff", "@relation r\n")));
    assertEquals(
        "a.arff: the header ends without @data; expected an ARFF file that is whole",
        cut.getMessage());
  }

  private void assertRefused(String reason, String text) throws Exception {
    Path file = file("a.arff", text);
    ConfigurationException refusal =
        assertThrows(ConfigurationException.class, () -> FileSource.arff(file));
    assertEquals(reason, refusal.getMessage().contains(reason) ? reason : refusal.getMessage());
  }

  @Test
  void shouldMatchAttributesOfSeveralFilesByName() throws Exception {
    file("a.arff", "@attribute x real\n@attribute y {p,q}\n@data\n1,p\n");
    file("b.arff", "@attribute y {q,r}\n@attribute z date\n@attribute x real\n@data\nr,?,2\n");
    assertEquals(List.of("{x=1, y=p}", "{x=2, y=r}"), texts(Play.all(FileSource.arff(directory))));
    file("c.arff", "@attribute x real\n@data\n1\n");
    ConfigurationException missing =
        assertThrows(ConfigurationException.class, () -> Play.all(FileSource.arff(directory)));
    assertEquals(
        "c.arff: no column 'y' in the header; the nearest names are x", missing.getMessage());
  }

  /** The header is read again by a restart, and by readers that come to the file itself. */
  @Test
  void shouldGoOnInTheMiddleOfAFileThatGrows() throws Exception {
    PlanLimits limits = new PlanLimits(1, 1 << 20);
    Path file = file("a.arff", "@attribute x real\n% to be continued");
    RowSchema schema = new RowSchema(List.of(new RowSchema.Column("x", RowSchema.Type.NUMBER)));
    FileOptions options = FileOptions.defaults().withSchema(schema).withFollow(true);
    Play<Row> play = new Play<>(FileSource.arff(file, options));
    assertEquals(0, play.step(limits));
    Files.writeString(file, "@attribute x real\n% to be continued\n@data\n1\n2\n3\n");
    assertEquals(1, play.step(limits));
    play.restart();
    assertEquals(1, play.step(limits));
    assertEquals(1, play.step(limits));
    assertEquals(List.of("{x=1}", "{x=2}", "{x=3}"), texts(play));
    List<Row> again = new java.util.ArrayList<>();
    for (var range : play.ranges) {
      Play.read(FileSource.arff(file, options), range, again, play.rejects);
    }
    assertEquals(texts(play), again.stream().map(Row::toString).toList());
    assertEquals(List.of(), play.rejects);
  }
}
