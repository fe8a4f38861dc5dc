package dev.millrace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's pipeline runs, and its commands print what it says. */
class ReadmeTest {
  @TempDir Path directory;

  @Test
  void shouldRunThePipeline() throws Exception {
    Path payments = directory.resolve("payments.csv");
    Random random = new Random(11);
    StringBuilder csv = new StringBuilder("card,channel,amount,fraud\n");
    for (int i = 0; i < 2_500; i++) {
      int fraud = random.nextInt(10) == 0 ? 1 : 0;
      csv.append("card").append(random.nextInt(50)).append(fraud == 1 ? ",web," : ",shop,");
      csv.append(10 + 50 * fraud + random.nextInt(20)).append(',').append(fraud).append('\n');
    }
    Files.writeString(payments, csv);
    SourceProgram.run(
        Page.of("README.md").blocks("java").get(0),
        directory,
        payments.toString(),
        directory.toString());

    List<String> scores = new ArrayList<>();
    try (var files = Files.list(directory.resolve("scores"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".jsonl")).sorted().toList()) {
        scores.addAll(Files.readAllLines(file));
      }
    }
    assertEquals(2_500, scores.size());
    assertTrue(scores.get(0).startsWith("\"card"), scores.get(0));
  }

  @Test
  void shouldPrintThePublishedFigures() throws Exception {
    List<String> args =
        new ArrayList<>(
            Page.of("README.md").commands().stream()
                .filter(command -> command.get(0).equals("evaluate"))
                .findFirst()
                .orElseThrow());
    args.set(1, Page.ROOT.resolve(args.get(1)).toString());
    Run run = Run.of(args.toArray(String[]::new));
    assertEquals(0, run.code(), run.err());
    assertTrue(run.out().contains("0.8533"), run.out());
    assertTrue(run.out().contains("0.8221"), run.out());
  }
}
