package dev.millrace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The README's pipeline runs, and its commands print what it says. */
@Timeout(180)
class ReadmeTest {
  @TempDir Path directory;

  /** As its readers do: from the source, in a clone, on the data in it. */
  @Test
  void shouldRunTheProgramUntilItIsInterrupted() throws Exception {
    Path data = Page.ROOT.resolve("notebooks").toRealPath();
    Files.createSymbolicLink(directory.resolve("notebooks"), data);
    Page readme = Page.of("README.md");
    String source = readme.blocks("java").get(0);
    String options = "ServerOptions.defaults()";
    assertTrue(source.contains(options), source);
    Files.writeString(
        directory.resolve("Churn.java"), source.replace(options, options + ".withPort(0)"));
    try (Served program = Served.program(directory, Map.of(), List.of("Churn.java"))) {
      assertTrue(program.get("/", "").body().startsWith("<!doctype html>"));
      Matcher row = Pattern.compile("-d '(\\{\"tenure.*})'").matcher(readme.text());
      assertTrue(row.find());
      HttpResponse<String> answer =
          program.post(
              "/predict",
              "",
              row.group(1),
              given -> given.statusCode() != 503); // no model has been committed yet
      assertTrue(answer.body().contains("\"predictions\":[{\"class\":"), answer.body());
      program.interrupt();
    }
    List<String> scores = scores();
    assertTrue(scores.get(0).startsWith("\"7590-VHVEG,0."), scores.get(0));
  }

  private List<String> scores() throws IOException {
    List<String> scores = new ArrayList<>();
    try (var files = Files.list(directory.resolve(".millrace/readme/scores"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".jsonl")).sorted().toList()) {
        scores.addAll(Files.readAllLines(file));
      }
    }
    return scores;
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
