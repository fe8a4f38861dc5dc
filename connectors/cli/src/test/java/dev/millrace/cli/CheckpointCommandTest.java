package dev.millrace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is done with the checkpoint of a demo. */
class CheckpointCommandTest {
  @TempDir Path directory;

  private Run demo(String name) {
    return Run.of(
        "demo",
        name,
        "--once",
        "--batch-size=500",
        "--output=" + directory.resolve("out"),
        "--checkpoint=" + state());
  }

  private String state() {
    return directory.resolve("state").toString();
  }

  private static JsonNode json(Run run) throws IOException {
    assertEquals("", run.err());
    return new ObjectMapper().readTree(run.out());
  }

  private static Path file(Path place, String kind, int batch) {
    return place.resolve("%s-%020d".formatted(kind, batch));
  }

  private Map<String, String> output() throws IOException {
    Map<String, String> output = new TreeMap<>();
    try (var files = Files.walk(directory.resolve("out"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        output.put(file.toString(), Files.readString(file));
      }
    }
    return output;
  }

  @Test
  void shouldShowTheSameHashWhereverItIsAsked() throws IOException {
    assertEquals(0, demo("stocks").code());
    Run text = Run.of("checkpoint", "inspect", state());
    JsonNode shown = json(Run.of("checkpoint", "inspect", state(), "--json"));
    String hash = shown.get("contentHash").asText();
    assertTrue(text.out().contains("Content " + hash), text.out());
    assertEquals(2, shown.at("/versions/0/format").asInt());
    String uri = directory.resolve("state").toUri().toString();
    JsonNode verified = json(Run.of("checkpoint", "verify", uri, "--json"));
    assertTrue(verified.get("whole").asBoolean());
    assertEquals(6, verified.get("newestWhole").asInt());
    assertEquals(hash, verified.at("/checkpoints/2/contentHash").asText());
  }

  @Test
  void shouldNameDamageAndWhatIsLeftAndTheDemoGoesOnFromThat() throws IOException {
    assertEquals(0, demo("stocks").code());
    Map<String, String> output = output();
    String hash =
        json(Run.of("checkpoint", "inspect", state(), "--json")).at("/contentHash").asText();
    Path newest = file(directory.resolve("state"), "ckpt", 6);
    byte[] bytes = Files.readAllBytes(newest);
    bytes[bytes.length / 3] ^= 4;
    Files.write(newest, bytes);
    Path plan = file(directory.resolve("state"), "plan", 5);
    Files.write(plan, Arrays.copyOf(Files.readAllBytes(plan), 30));

    Run verified = Run.of("checkpoint", "verify", state());
    assertEquals(1, verified.code(), verified.err());
    assertTrue(verified.out().contains("damaged: " + newest.getFileName()), verified.out());
    assertTrue(verified.out().contains("damaged: " + plan.getFileName()), verified.out());
    assertTrue(verified.out().contains("newest whole: 5"), verified.out());

    Run again = demo("stocks");
    assertEquals(0, again.code(), again.err());
    assertTrue(again.err().contains("going on after batch 5"), again.err());
    assertEquals(output, output());
    JsonNode shown = json(Run.of("checkpoint", "inspect", state(), "--json"));
    assertEquals(hash, shown.get("contentHash").asText());
  }

  @Test
  void shouldGoBackAndEndTheSameToTheByte() throws IOException {
    assertEquals(0, demo("fraud").code());
    Map<String, String> output = output();
    JsonNode before = json(Run.of("checkpoint", "verify", state(), "--json"));
    int newest = before.get("newestWhole").asInt();
    int to = newest - 2;
    Run back = Run.of("checkpoint", "rollback", state(), "--to=" + to);
    assertEquals(0, back.code(), back.err());
    Path aside = directory.resolve("state/aside-1");
    assertTrue(back.out().contains("now " + to + "."), back.out());
    assertTrue(back.out().contains("set aside in " + aside), back.out());
    assertTrue(
        back.out().contains("Batches " + (to + 1) + " to " + newest + " will be redone"),
        back.out());
    JsonNode kept = json(Run.of("checkpoint", "verify", aside.toString(), "--json"));
    assertEquals(before.at("/checkpoints/2"), kept.at("/checkpoints/1"));

    assertEquals(0, demo("fraud").code());
    assertEquals(output, output());
    assertEquals(
        before.at("/checkpoints/2"),
        json(Run.of("checkpoint", "verify", state(), "--json")).at("/checkpoints/2"));
    assertPassesOver(newest);
  }

  /** A state file that the newest checkpoint needs is damaged. */
  private void assertPassesOver(int newest) throws IOException {
    Path needed;
    try (var files = Files.list(directory.resolve("state"))) {
      String suffix = "-%020d-0000".formatted(newest);
      needed = files.filter(file -> file.toString().endsWith(suffix)).findFirst().orElseThrow();
    }
    Files.write(needed, new byte[100]);
    Run shown = Run.of("checkpoint", "inspect", state(), "--json");
    assertEquals(0, shown.code(), shown.err());
    assertEquals(newest, new ObjectMapper().readTree(shown.out()).get("batches").asInt());
    assertEquals(1, shown.err().lines().count(), shown.err());
    String said = "passing over checkpoint " + newest + ": " + needed.getFileName();
    assertTrue(shown.err().contains(said), shown.err());
    Run refused = Run.of("checkpoint", "rollback", state(), "--to=" + newest);
    assertEquals(1, refused.code());
    assertTrue(refused.err().contains("cannot roll back to batch " + newest), refused.err());
  }

  @Test
  void shouldShowWhatABatchChanged() throws IOException {
    assertEquals(0, demo("stocks").code());
    Run text = Run.of("checkpoint", "diff", state(), "5", "6");
    assertEquals(0, text.code(), text.err());
    for (String expected :
        List.of(
            "Offsets", "Table last-step/table: 2 keys, then 2; 0 added", "Model least-squares")) {
      assertTrue(text.out().contains(expected), text.out());
    }
    JsonNode diff = json(Run.of("checkpoint", "diff", state(), "5", "6", "--json"));
    assertEquals("changed", diff.at("/parts/forecasts").asText());
    JsonNode weight = diff.at("/models/1/parameters/trend");
    assertTrue(weight.get("before").asDouble() != weight.get("after").asDouble(), diff.toString());
    Run same = Run.of("checkpoint", "diff", state(), "6", "6", "--in", state());
    assertTrue(same.out().contains("They say the same."), same.out());
    assertEquals(2, Run.of("checkpoint", "diff", state(), "5", "99").code());
  }

  @Test
  void shouldMigrateOnceAndThenFindNothingToDo() throws IOException {
    Path golden = Path.of("../../core/src/test/resources/golden/1");
    Path old = Files.createDirectory(directory.resolve("old"));
    Files.copy(file(golden, "ckpt", 5), file(old, "ckpt", 5));
    JsonNode before = json(Run.of("checkpoint", "verify", old.toString(), "--json"));
    Path target = directory.resolve("new");
    Run elsewhere = Run.of("checkpoint", "migrate", old.toString(), "--to", target.toString());
    assertEquals(0, elsewhere.code(), elsewhere.err());
    assertTrue(elsewhere.out().contains("Rewritten to " + target + ": 5."), elsewhere.out());
    Run inPlace = Run.of("checkpoint", "migrate", old.toString());
    assertTrue(inPlace.out().contains("Rewritten: 5. The files as they were are"), inPlace.out());
    assertTrue(Files.exists(file(old.resolve("before-migration-1"), "ckpt", 5)));
    Run again = Run.of("checkpoint", "migrate", old.toString());
    assertTrue(again.out().contains("In today's format already: 5."), again.out());
    for (Path place : List.of(old, target)) {
      JsonNode after = json(Run.of("checkpoint", "verify", place.toString(), "--json"));
      assertEquals(before.get("checkpoints"), after.get("checkpoints"));
    }
  }

  @Test
  void shouldDeleteWhenToldToAndRefuseWhatIsNotThere() throws IOException {
    assertEquals(0, demo("stocks").code());
    assertEquals(2, Run.of("checkpoint", "rollback", state(), "--to=99").code());
    Run deleted = Run.of("checkpoint", "rollback", state(), "--to=5", "--delete");
    assertTrue(deleted.out().contains("Later ones are deleted: 6."), deleted.out());
    assertFalse(Files.exists(directory.resolve("state/aside-1")));
    assertEquals(
        5, json(Run.of("checkpoint", "verify", state(), "--json")).get("newestWhole").asInt());
  }
}
