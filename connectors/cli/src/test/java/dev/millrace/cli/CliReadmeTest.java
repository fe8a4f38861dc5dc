package dev.millrace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What this module's README does with the checkpoint of a demo. */
class CliReadmeTest {
  private static final Pattern COMMAND =
      Pattern.compile(
          "^\\./millrace ((?:checkpoint|replay) (?:[^\\\\\\n]|\\\\\\n)*)$", Pattern.MULTILINE);

  private static final Pattern PIPELINE =
      Pattern.compile("^\\./millrace ((?:init|run|doctor)\\b.*)$", Pattern.MULTILINE);

  @TempDir Path directory;

  @Test
  void shouldWriteAndRunThePipelineOfTheReadme() throws Exception {
    Path data = Path.of("../../ml/src/test/resources/data/elec2.csv.gz");
    Path file = directory.resolve("pipeline.yaml");
    List<String> commands =
        PIPELINE
            .matcher(Files.readString(Path.of("README.md")))
            .results()
            .map(match -> match.group(1))
            .toList();
    assertTrue(commands.size() >= 4, commands.toString());
    for (String command : commands) {
      String placed =
          command
              .replace("elec2.csv.gz", data.toString())
              .replace("run pipeline.yaml", "run " + file)
              .replaceFirst("^init", "init -o " + file);
      Run run = Run.of(placed.split("\\s+", -1));
      assertEquals(0, run.code(), placed + ": " + run.err());
      if (command.startsWith("init")) {
        String text = Files.readString(file);
        Files.writeString(file, text.replace(".millrace/elec2", directory.toString()));
      }
    }
    assertTrue(Files.isDirectory(directory.resolve("predictions")));
  }

  @Test
  void shouldRunEveryCommandOnACheckpoint() throws Exception {
    Run demo =
        Run.of(
            "demo",
            "fraud",
            "--once",
            "--output=" + directory.resolve("output"),
            "--checkpoint=" + directory.resolve("checkpoint"));
    assertEquals(0, demo.code(), demo.err());
    List<String> commands = new ArrayList<>();
    Matcher matcher = COMMAND.matcher(Files.readString(Path.of("README.md")));
    while (matcher.find()) {
      commands.add(matcher.group(1));
    }
    assertTrue(commands.size() >= 7, commands.toString());
    // What goes back comes last.
    commands.sort(Comparator.comparing(command -> command.contains("rollback")));
    for (String command : commands) {
      String placed =
          command.replace("\\\n", " ").replace(".millrace/fraud", directory.toString()).strip();
      Run run = Run.of(placed.split("\\s+", -1));
      assertEquals(0, run.code(), placed + ": " + run.err());
    }
  }
}
