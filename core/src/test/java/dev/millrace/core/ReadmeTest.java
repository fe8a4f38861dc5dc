package dev.millrace.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tests that the README names show what it says, so they must be there. */
class ReadmeTest {
  private static final Path ROOT = Path.of("..");

  /** {@code `ClassTest`}, {@code `ClassTest.shouldDoThis`}, or a method of the class before. */
  private static final Pattern NAMED = Pattern.compile("`(?:(\\w+(?:Test|IT))\\.?)?(should\\w+)?`");

  private static List<Path> sources() throws IOException {
    try (Stream<Path> files =
        Files.find(ROOT, 12, (file, attributes) -> file.toString().endsWith(".java"))) {
      return files.filter(file -> file.toString().contains("src/test/java")).toList();
    }
  }

  private static boolean has(List<Path> sources, String type, String method) throws IOException {
    for (Path source : sources) {
      if (source.endsWith(type + ".java")
          && (method == null || Files.readString(source).contains(" void " + method + "("))) {
        return true;
      }
    }
    return false;
  }

  @Test
  void shouldNameTestsThatAreThere() throws IOException {
    List<Path> sources = sources();
    List<String> missing = new ArrayList<>();
    String type = null;
    int named = 0;
    Matcher matcher = NAMED.matcher(Files.readString(Path.of("README.md")));
    while (matcher.find()) {
      String method = matcher.group(2);
      if (matcher.group(1) == null && method == null) {
        continue;
      }
      type = matcher.group(1) == null ? type : matcher.group(1);
      named++;
      if (!has(sources, type, method)) {
        missing.add(matcher.group());
      }
    }
    assertEquals(List.of(), missing);
    assertTrue(named > 50, "only " + named + " tests are named");
  }
}
