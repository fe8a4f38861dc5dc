package dev.millrace.file;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.core.row.Row;
import dev.millrace.core.row.RowSchema;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvSchemaTest {
  @TempDir Path directory;

  private List<RowSchema.Type> types(String content, FileOptions options) throws Exception {
    Path file = Files.writeString(directory.resolve("a.csv"), content);
    return CsvSchema.infer(file, options).columns().stream().map(RowSchema.Column::type).toList();
  }

  @Test
  void shouldTellNumbersFromTexts() throws Exception {
    String content = "n,t,empty,sparse\n1,a,,\n-2.5e3,2,,\n,b, ,7\n";
    assertEquals(
        List.of(
            RowSchema.Type.NUMBER, RowSchema.Type.TEXT, RowSchema.Type.TEXT, RowSchema.Type.NUMBER),
        types(content, FileOptions.defaults()));
  }

  @Test
  void shouldTakeAColumnAsNumbersInSpiteOfAnOddValue() throws Exception {
    String content = "a,b,c\n1,1,x\n2,oops,1\n3,NaN,2\n4,NaN,y\n";
    assertEquals(
        List.of(RowSchema.Type.NUMBER, RowSchema.Type.TEXT, RowSchema.Type.TEXT),
        types(content, FileOptions.defaults()));
    assertEquals(List.of(RowSchema.Type.NUMBER), types("a\n1\n2\nNaN\n", FileOptions.defaults()));
    assertEquals(List.of(RowSchema.Type.TEXT), types("a\n1\nNaN\n", FileOptions.defaults()));
  }

  @Test
  void shouldHeedTypesThatAreGiven() throws Exception {
    FileOptions options =
        FileOptions.defaults()
            .withTypes(Map.of("zip", RowSchema.Type.TEXT, "x", RowSchema.Type.NUMBER));
    assertEquals(
        List.of(RowSchema.Type.TEXT, RowSchema.Type.NUMBER, RowSchema.Type.NUMBER),
        types("zip,x,n\n01234,?,1\n", options));
  }

  @Test
  void shouldNumberColumnsWithoutAHeader() throws Exception {
    Path file = Files.writeString(directory.resolve("a.tsv"), "1\tx\n2\ty\n");
    FileOptions options = FileOptions.defaults().withHeader(false).withDelimiter('\t');
    Play<Row> play = Play.all(FileSource.csv(file, options));
    assertEquals(2, play.records.size());
    assertEquals("c1", play.records.get(0).schema().columns().get(1).name());
    assertEquals("y", play.records.get(1).text(1));
    assertEquals(2.0, play.records.get(1).number(0));
  }

  @Test
  void shouldMatchColumnsByNameInEachFile() throws Exception {
    Files.writeString(directory.resolve("a.csv"), "x,y\n1,a\n");
    Files.writeString(directory.resolve("b.csv"), "more,y,x\nz,b,2\n");
    Play<Row> play = Play.all(FileSource.csv(directory));
    assertEquals(
        List.of("1.0a", "2.0b"),
        play.records.stream().map(row -> row.number(0) + row.text(1)).toList());
  }

  @Test
  void shouldReadHeadersUntilAllNamesAreSeen() throws Exception {
    URI files = Files.createDirectories(directory.resolve("several")).toUri();
    FileOptions options = FileOptions.defaults().withDelimiter(';');
    assertEquals(Set.of(), CsvSchema.names(files, options, Set.of("n")));
    Files.writeString(Path.of(files).resolve("a.csv"), "");
    Files.writeString(Path.of(files).resolve("b.csv"), "\uFEFFn;\"t;u\"\n");
    Files.writeString(Path.of(files).resolve("c.csv"), "n;late\n");
    assertEquals(Set.of("n", "t;u"), CsvSchema.names(files, options, Set.of("n")));
    assertEquals(Set.of("n", "t;u", "late"), CsvSchema.names(files, options, Set.of("late")));
    assertEquals(Set.of(), CsvSchema.names(files, options.withHeader(false), Set.of("n")));
  }
}
