package dev.millrace.yaml;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.testing.Fuzz;
import dev.millrace.yaml.document.Document;
import dev.millrace.yaml.document.DocumentException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whatever stands in a file, it is a pipeline or a mistake with a place. */
class FuzzTest {
  private static final Path CORPORA = Path.of("src/test/resources/fuzz");

  private static byte[] resource(String name) throws IOException {
    return Files.readAllBytes(Path.of("src/test/resources", name));
  }

  private static void read(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    try {
      PipelineFile.of(Document.of("fuzz.yaml", text).withEnvironment(variable -> "value"));
    } catch (DocumentException e) {
      e.mistakes()
          .forEach(
              mistake -> {
                String line = mistake.toString();
                assertTrue(line.matches("fuzz\\.yaml:\\d+:\\d+: [^\\n\\r]+"), line);
              });
      throw e;
    }
  }

  @Test
  void shouldReadOrRefuseAnyFile() throws IOException {
    Fuzz.of(
            "pipeline",
            FuzzTest::read,
            List.of(
                resource("trips.yaml"),
                resource("everything.yaml"),
                resource("chargebacks.yaml"),
                "{\"name\": \"x\", \"sources\": {\"a\": {\"type\": \"text\", \"path\": \"p\"}}}"
                    .getBytes(StandardCharsets.UTF_8)))
        .withTokens(
            "&a [*a, *a]",
            "*a",
            "&a",
            "- ",
            "? ",
            "!!str ",
            "|\n",
            ">-\n",
            "---\n",
            "...\n",
            "{",
            "[",
            "'",
            "\"",
            "\t",
            "#",
            "%YAML 1.1\n",
            "<<: *a",
            "${env:HOME}",
            "${",
            "~",
            "\\u0000",
            "\uFEFF",
            "1e999",
            "type: ",
            "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[")
        .withMemory(8 << 20, 2_048)
        .run(CORPORA);
  }
}
