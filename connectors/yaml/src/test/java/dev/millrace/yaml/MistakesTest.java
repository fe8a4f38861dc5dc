package dev.millrace.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.StreamingContext;
import dev.millrace.yaml.document.DocumentException;
import dev.millrace.yaml.document.Mistake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The table of mistakes, {@code mistakes.txt}: what is changed in a good file, and the whole
 * message that comes of it.
 */
class MistakesTest {
  private static final Path TABLE = Path.of("src/test/resources/mistakes.txt");

  @TempDir static Path directory;

  /**
   * One mistake.
   *
   * @param from what is replaced in the good file
   */
  record Case(String from, String to, String message) {
    @Override
    public String toString() {
      return to.isEmpty() ? "without " + from : to;
    }
  }

  @BeforeAll
  static void write() throws IOException {
    Files.writeString(
        directory.resolve("trips.csv"),
        "city,distance,minutes,late\nRome,3.5,12,no\nParis,8,31,yes\nRome,1,4,no\n");
  }

  static String good() throws IOException {
    return placed(Files.readString(Path.of("src/test/resources/trips.yaml")));
  }

  private static String placed(String text) {
    return text.replace("trips.csv", directory.resolve("trips.csv").toString());
  }

  static List<Case> cases() throws IOException {
    Matcher one =
        Pattern.compile("(?s)<<<\\n(.*?)===\\n(.*?)>>>\\n(.*?)\\n\\n")
            .matcher(Files.readString(TABLE));
    Stream.Builder<Case> cases = Stream.builder();
    while (one.find()) {
      cases.add(new Case(one.group(1), one.group(2), one.group(3)));
    }
    return cases.build().toList();
  }

  private static void describe(String text) {
    PipelineFile file = PipelineFile.of("trips.yaml", text, Map.of("SET", "value")::get);
    try (StreamingContext context = StreamingContext.create(file.config())) {
      file.describe(context);
    }
  }

  @Test
  void shouldTakeTheGoodFile() throws IOException {
    describe(good());
    assertTrue(cases().size() >= 40, "cases: " + cases().size());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void shouldTellFileLineColumnAndWhatWasMeant(Case mistake) throws IOException {
    String good = good();
    assertTrue(good.contains(mistake.from()), "the good file has no\n" + mistake.from());
    DocumentException e =
        assertThrows(
            DocumentException.class,
            () -> describe(good.replace(mistake.from(), placed(mistake.to()))));
    assertEquals(
        mistake.message(),
        String.join("\n", e.mistakes().stream().map(Mistake::toString).toList())
            .replace(directory.toString() + "/", "")
            .replaceAll(
                "(There are|these do:) [a-z0-9, -]*(k-means|last-value)[a-z0-9, -]*", "$1 …")
            .replaceAll("It has optimizer.*", "It has …"));
  }
}
