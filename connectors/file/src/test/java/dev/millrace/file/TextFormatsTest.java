package dev.millrace.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.millrace.core.source.DeadLetter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** LibSVM and Vowpal Wabbit's text. */
class TextFormatsTest {
  @TempDir Path directory;

  static Path sample(String name) throws Exception {
    return Path.of(
        Objects.requireNonNull(TextFormatsTest.class.getResource("/formats/" + name)).toURI());
  }

  private Path file(String name, String text) throws Exception {
    return Files.writeString(directory.resolve(name), text);
  }

  private static List<String> letters(Play<?> play) {
    return play.rejects.stream().map(letter -> letter.position() + ", " + letter.reason()).toList();
  }

  @Test
  void shouldReadSvmLightAsScikitLearnDoes() throws Exception {
    Play<SparseRow> play = Play.all(FileSource.libSvm(sample("svmlight_classification.txt")));
    assertEquals(
        List.of(
            "1.0 3:2.5 11:-5.2 16:1.5",
            "2.0 6:1.0 13:-3.0",
            "3.0 21:27.0",
            "4.0 2:1.234567890123456E10"),
        play.records.stream().map(SparseRow::toString).toList());
    assertEquals(List.of(), play.rejects);
    assertEquals(2, play.records.get(0).column(0));
  }

  /** Figures of a few lines of Python over the same file. */
  @Test
  void shouldReadLibSvm() throws Exception {
    Play<SparseRow> play =
        Play.all(FileSource.libSvm(sample("sample_multiclass_classification_data.txt")));
    double sum = 0;
    int size = 0;
    for (SparseRow row : play.records) {
      size += row.size();
      for (int i = 0; i < row.size(); i++) {
        sum += row.value(i) * (row.column(i) + 1);
      }
    }
    assertEquals(20, play.records.size());
    assertEquals(77, size);
    assertEquals(-53.94821808776839, sum, 1e-12);
  }

  @Test
  void shouldReadQueriesAndRowsWithoutFeatures() throws Exception {
    SparseRow ranked = LineDecoder.libSvm().decode("+3 qid:17 1:.5 4:-1e2".getBytes(UTF_8));
    assertEquals(OptionalLong.of(17), ranked.query());
    assertEquals("3.0 qid:17 1:0.5 4:-100.0", ranked.toString());
    assertEquals(ranked, LineDecoder.libSvm().decode(ranked.toString().getBytes(UTF_8)));
    SparseRow bare = LineDecoder.libSvm().decode("-1 ".getBytes(UTF_8));
    assertEquals(OptionalLong.empty(), bare.query());
    assertEquals(0, bare.size());
  }

  @Test
  void shouldNameFileLineAndColumnOfWhatIsNoLibSvm() throws Exception {
    Path file =
        file(
            "rank.txt",
            """
            1 1:1
            # all good so far
            x 1:1
            1 0:1
            1 2:1 2:3

            1 1:NaN
            1 1: 2:3
            1 é
            1 1:1 qid:7
            1 99999999999:1
            1 qid:x 1:1
            2 3:4
            """);
    Play<SparseRow> play = Play.all(FileSource.libSvm(file));
    assertEquals(
        List.of(
            "rank.txt line 3, column 1: expected a label, a finite number, got 'x'",
            "rank.txt line 4, column 3: indices start at 1, got 0",
            "rank.txt line 5, column 7: indices must ascend, got 2 behind 2",
            "rank.txt line 7, column 5: expected the value of index 1, a finite number, got 'NaN'",
            "rank.txt line 8, column 5: expected the value of index 1, a finite number, got"
                + " nothing",
            "rank.txt line 9, column 3: expected index:value, got 'é'",
            "rank.txt line 10, column 7: expected an index, a whole number from 1 on, got 'qid'",
            "rank.txt line 11, column 3: indices must ascend, got 99999999999 behind 0",
            "rank.txt line 12, column 7: expected the number of a query, got 'x'"),
        letters(play));
    assertEquals(2, play.records.size());
  }

  /** Figures of a few lines of Python over the same file. */
  @Test
  void shouldReadVowpalWabbit() throws Exception {
    Play<VwExample> play = Play.all(FileSource.vw(sample("vw_0001.dat")));
    double sum = 0;
    int size = 0;
    for (VwExample example : play.records) {
      size += example.size();
      for (int i = 0; i < example.size(); i++) {
        assertEquals("features", example.namespace(i));
        sum += example.value(i);
      }
    }
    assertEquals(10, play.records.size());
    assertEquals(3, play.records.stream().mapToDouble(e -> e.label().orElseThrow()).sum());
    assertEquals(841, size);
    assertEquals(74.16076223799998, sum, 1e-12);
    assertEquals("const", play.records.get(0).name(play.records.get(0).size() - 1));
  }

  private static VwExample vw(String line) throws Exception {
    return LineDecoder.vw().decode(line.getBytes(UTF_8));
  }

  @Test
  void shouldReadLabelsTagsAndNamespacesAsVowpalWabbitDoes() throws Exception {
    VwExample full = vw("1 2.5 0.5 zebra|Metric:3.28 height:1.5 length |Other a:2|  b");
    assertEquals(OptionalDouble.of(1), full.label());
    assertEquals(2.5, full.importance());
    assertEquals(0.5, full.base());
    assertEquals("zebra", full.tag());
    assertEquals(
        "1.0 2.5 0.5 'zebra|Metric height:4.92 length:3.28 |Other a:2.0 | b:1.0", full.toString());
    assertEquals(full, vw(full.toString()));
    assertEquals("", full.namespace(3));
    assertEquals("second_house", vw("0 2 'second_house | x").tag());
    VwExample unlabelled = vw("| a b");
    assertEquals(OptionalDouble.empty(), unlabelled.label());
    assertEquals("|  a:1.0 b:1.0".replace("|  ", "| "), unlabelled.toString());
    assertEquals(OptionalDouble.empty(), vw("tag| a").label());
    assertEquals(0, vw("1 |").size());
  }

  @Test
  void shouldNameFileLineAndColumnOfWhatIsNoVowpalWabbit() throws Exception {
    Path file =
        file(
            "a.vw",
            """
            1 | a
            x | a
            1 -1 | a
            1 | a:b
            1 | :3
            1 |n:x a
            1 2 3 4 | a
            1 'tag 5 | a
            no bar
            1 |n:1e300 a:1e300
            """);
    Play<VwExample> play = Play.all(FileSource.vw(file));
    assertEquals(
        List.of(
            "a.vw line 2, column 1: expected a label, a finite number, got 'x'",
            "a.vw line 3, column 3: expected an importance that is not negative, got '-1'",
            "a.vw line 4, column 7: expected a feature's value, a finite number, got 'b'",
            "a.vw line 5, column 5: expected a feature's name, got ':3'",
            "a.vw line 6, column 6: expected a namespace's scale, a finite number, got 'x'",
            "a.vw line 7, column 7: expected a tag that touches the |, or begins with ', got '4'",
            "a.vw line 8, column 8: expected a | behind the tag, got '5'",
            "a.vw line 9, column 1: expected a | in front of the features, got 'no bar'",
            "a.vw line 10, column 12: expected a value that is finite times its scale, got"
                + " 'a:1e300'"),
        letters(play));
    assertEquals(1, play.records.size());
  }

  @Test
  void shouldReadLinesOfOnesOwnFormat() throws Exception {
    Path file = file("own.txt", "1\n\nx\n3\n");
    LineDecoder<Integer> decoder =
        (bytes, from, to) -> Integer.valueOf(new String(bytes, from, to - from, UTF_8));
    Play<Integer> play = Play.all(FileSource.lines(file, decoder));
    assertEquals(List.of(1, 3), play.records);
    DeadLetter letter = play.rejects.get(0);
    assertEquals("own.txt line 3", letter.position());
    assertEquals(
        "the line cannot be decoded: java.lang.NumberFormatException: For input string: \"x\"",
        letter.reason());
    assertThrows(NumberFormatException.class, () -> decoder.decode(new byte[] {'x'}));
  }
}
