package dev.millrace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplayCommandTest {
  @TempDir Path directory;

  private String state() {
    return directory.resolve("state").toString();
  }

  private void demo(String name) {
    Run run =
        Run.of(
            "demo",
            name,
            "--once",
            "--batch-size=500",
            "--retain=6",
            "--output=" + directory.resolve("output"),
            "--checkpoint=" + state());
    assertEquals(0, run.code(), run.err());
  }

  private static JsonNode json(Run run) throws IOException {
    assertEquals("", run.err());
    return new ObjectMapper().readTree(run.out());
  }

  @ParameterizedTest
  @CsvSource({"fraud, 12", "stocks, 3"})
  void shouldGiveTheStoredContent(String demo, int from) throws IOException {
    demo(demo);
    JsonNode stored = json(Run.of("checkpoint", "inspect", state(), "--json"));
    Run run = Run.of("replay", "--checkpoint", state(), "--from=" + from, "--json");
    JsonNode replayed = json(run);
    assertEquals(0, run.code());
    assertTrue(replayed.get("same").asBoolean(), replayed.toString());
    assertEquals(stored.get("contentHash"), replayed.get("contentHash"));
    assertTrue(replayed.at("/predictions/compared").asInt() > 1000, replayed.toString());
    assertEquals(0, replayed.at("/predictions/changed").asInt());
    assertEquals(stored, json(Run.of("checkpoint", "inspect", state(), "--json")));
  }

  @Test
  void shouldShowWhatAnotherHyperParameterWouldHaveDone() throws IOException {
    demo("fraud");
    Path kept = directory.resolve("kept");
    String[] command = {
      "replay",
      "--checkpoint=" + state(),
      "--from=13",
      "--until=15",
      "--set=champion.learningRate=0.05",
      "--keep=" + kept
    };
    Run run = Run.of(command);
    assertEquals(0, run.code(), run.err());
    assertTrue(run.out().contains("Model champion"), run.out());
    assertTrue(run.out().contains("Model majority-class: the same"), run.out());
    assertTrue(run.out().contains("1,000 predictions compared"), run.out());
    assertFalse(run.out().contains(", 0 differ"), run.out());
    assertTrue(Files.isDirectory(kept.resolve("output/predictions")));
    JsonNode other =
        json(
            Run.of(
                "checkpoint",
                "diff",
                state(),
                "15",
                "15",
                "--in=" + kept.resolve("checkpoint"),
                "--json"));
    assertTrue(other.at("/models/0/parameters/logAmount").has("after"), other.toString());
  }

  @Test
  void shouldAnswerBadUsage() throws IOException {
    demo("stocks");
    for (String[] wrong :
        new String[][] {
          {"--from=99", "no version 99"},
          {"--from=5 --until=5", "--until must be after --from"},
          {"--from=5 --set=least-squares", "learner.option=value"},
          {"--from=5 --set=least-square.forgetting=1", "did you mean 'least-squares'"},
          {"--from=5 --set=least-squares.forgeting=1", "did you mean 'forgetting'"},
          {"--from=5 --set=least-squares.forgetting=7", "got '7'"}
        }) {
      String[] options = ("replay --checkpoint=" + state() + " " + wrong[0]).split(" ", -1);
      Run run = Run.of(options);
      assertEquals(2, run.code(), run.err());
      assertTrue(run.err().contains(wrong[1]), run.err());
      assertEquals(1, run.err().lines().count(), run.err());
    }
  }
}
