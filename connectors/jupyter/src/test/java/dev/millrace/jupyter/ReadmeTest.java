package dev.millrace.jupyter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ReadmeTest {
  private static final Pattern JAVA = Pattern.compile("```java\n(.*?)\n```", Pattern.DOTALL);

  @Test
  void shouldRunTheCellsOfTheReadme() throws IOException {
    List<String> cells =
        JAVA.matcher(Files.readString(Path.of("README.md")))
            .results()
            .map(match -> match.group(1))
            .toList();
    assertEquals(2, cells.size());
    try (Session session = new Session(SessionTest.CLASS_PATH)) {
      Table payments = Table.of(session.evaluate(cells.get(0)));
      assertEquals(List.of("card", "amount", "fraud"), payments.columns());
      assertEquals(1_000, payments.rows());
      Plot plot = (Plot) session.evaluate(cells.get(1));
      assertTrue(plot.png().length > 1_000);
    }
  }
}
