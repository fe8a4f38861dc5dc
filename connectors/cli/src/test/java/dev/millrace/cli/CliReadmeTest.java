package dev.millrace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What this module's README does with the checkpoint of a demo. */
class CliReadmeTest {
  @TempDir Path directory;

  @Test
  void shouldWriteAndRunThePipelineOfTheReadme() throws Exception {
    Path data = Path.of("../../ml/src/test/resources/data/elec2.csv.gz");
    Path file = directory.resolve("pipeline.yaml");
    List<List<String>> commands =
        Page.of("connectors/cli/README.md").commands().stream()
            .filter(command -> Set.of("init", "run", "doctor").contains(command.get(0)))
            .toList();
    assertTrue(commands.size() >= 4, commands.toString());
    for (List<String> command : commands) {
      List<String> placed = new ArrayList<>();
      for (String word : command) {
        placed.add(
            word.replace("elec2.csv.gz", data.toString())
                .replace("pipeline.yaml", file.toString()));
      }
      if (command.get(0).equals("init")) {
        placed.addAll(1, List.of("-o", file.toString()));
      }
      Run run = Run.of(placed.toArray(String[]::new));
      assertEquals(0, run.code(), placed + ": " + run.err());
      if (command.get(0).equals("init")) {
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
    // What goes back comes last.
    List<List<String>> commands =
        Page.of("connectors/cli/README.md").commands().stream()
            .filter(command -> Set.of("checkpoint", "replay").contains(command.get(0)))
            .sorted(Comparator.comparing(command -> command.contains("rollback")))
            .toList();
    assertTrue(commands.size() >= 7, commands.toString());
    for (List<String> command : commands) {
      String[] placed =
          command.stream()
              .map(word -> word.replace(".millrace/fraud", directory.toString()))
              .toArray(String[]::new);
      Run run = Run.of(placed);
      assertEquals(0, run.code(), command + ": " + run.err());
    }
  }
}
