package dev.millrace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.core.checkpoint.CheckpointStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pipeline is written for a CSV file, checked, run and changed. */
class RunCommandTest {
  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void write() throws IOException {
    StringBuilder csv = new StringBuilder("km,city,late\n");
    for (int i = 0; i < 2_500; i++) {
      csv.append(i % 13).append(i % 3 == 0 ? ",Rome," : ",Paris,");
      csv.append(i % 13 > 7 ? "yes" : "no").append('\n');
    }
    Path trips = Files.writeString(directory.resolve("trips.csv"), csv);
    file = directory.resolve("pipeline.yaml");
    Run init = Run.of("init", trips.toString(), "--target=late", "-o", file.toString());
    assertEquals(0, init.code(), init.err());
    String next = "millrace run " + file;
    assertEquals(
        "wrote %s; next: %s%nto watch it on a dashboard: %s --set serve.port=8460%n"
            .formatted(file, next, next),
        init.out());
    Files.writeString(
        file, Files.readString(file).replace(".millrace/trips", directory.toString()));
  }

  private Run run(String... args) {
    List<String> all = new ArrayList<>(List.of("run", file.toString()));
    all.addAll(List.of(args));
    return Run.of(all.toArray(String[]::new));
  }

  @Test
  void shouldWriteAPipelineThatEditorsCanComplete() throws Exception {
    String text = Files.readString(file);
    assertTrue(
        text.startsWith("# yaml-language-server: $schema=.millrace/pipeline.schema.json\n"), text);
    String schema = Files.readString(directory.resolve(".millrace/pipeline.schema.json"));
    assertEquals(schema, Run.of("run", "--schema").out());
    Run again = Run.of("init", directory.resolve("trips.csv").toString(), "-o", file.toString());
    assertEquals(2, again.code());
    assertTrue(again.err().contains("is there already"), again.err());
  }

  @Test
  void shouldRunItOnceAndGoOnFromThere() throws Exception {
    Run checked = run("--check");
    assertEquals(0, checked.code(), checked.err());
    assertEquals(file + ": pipeline 'trips' is in order, with 2 learners\n", checked.out());
    assertFalse(Files.exists(directory.resolve("checkpoint")));

    Run run = run();
    assertEquals(0, run.code(), run.err());
    assertTrue(
        run.out().startsWith("trips: 2,500 rows in 3 batches, this run read 2,500"), run.out());
    assertTrue(run.out().contains("  baseline"), run.out());
    assertTrue(
        run.out()
            .endsWith(
                """

                  predictions    DIR/predictions
                  dead letters   DIR/dead-letters
                  checkpoint     DIR/checkpoint
                """
                    .replace("DIR", directory.toString())),
        run.out());
    assertTrue(run.out().lines().allMatch(line -> line.length() <= 100), run.out());
    assertEquals(2, CheckpointStore.open(directory.resolve("checkpoint")).newest().get().batchId());

    Run again = run("--json");
    assertEquals(0, again.code(), again.err());
    assertTrue(again.err().contains("there was nothing new"), again.err());
    JsonNode json = new ObjectMapper().readTree(again.out());
    assertEquals(0, json.get("rowsRead").asInt());
    assertEquals(3, json.get("batches").asInt());
    assertEquals("model", json.get("learners").get(0).get("name").asText());

    Run fresh = run("--fresh", "learners", "--json");
    assertEquals(0, fresh.code(), fresh.err());
    assertEquals(0, new ObjectMapper().readTree(fresh.out()).get("rows").asInt(), fresh.out());
  }

  @Test
  void shouldTakeOtherValues() {
    Run run =
        run(
            "--once",
            "--set=trigger=1s",
            "--set=batch.maxRecords=100",
            "--set",
            "learners.model=logistic-regression:learningRate=0.5");
    assertEquals(0, run.code(), run.err());
    assertTrue(run.out().startsWith("trips: 2,500 rows in 25 batches"), run.out());
  }

  @Test
  void shouldTellEveryMistakeInALineOfItsOwn() throws Exception {
    Files.writeString(
        file,
        Files.readString(file).replace("learners:", "lerners:").replace("type: csv", "type: cvs"));
    Run run = run();
    assertEquals(2, run.code());
    List<String> lines = run.err().lines().toList();
    assertEquals(4, lines.size(), run.err());
    assertTrue(
        lines
            .get(1)
            .matches(
                "millrace: .*pipeline\\.yaml:\\d+:1: unknown key 'lerners'; did you mean"
                    + " 'learners'\\? .*"),
        run.err());
    Run debug = run("--debug");
    assertTrue(debug.err().contains("\tat "), debug.err());
  }

  @Test
  void shouldSayHowToHaveAnotherPort() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      Run run = run("--set=serve.port=" + port);
      assertEquals(2, run.code());
      assertTrue(
          run.err()
              .startsWith(
                  "millrace: cannot listen on 127.0.0.1:"
                      + port
                      + " (Address already in use); say --set serve.port=0 for a free port"),
          run.err());
      assertEquals(1, run.err().lines().count(), run.err());
    }
  }

  @Test
  void shouldNameTheOptionThatIsWrong() {
    Run run = run("--set", "lerners.model=x");
    assertEquals(2, run.code());
    assertTrue(
        run.err().startsWith("millrace: --set lerners.model: unknown key 'lerners'"), run.err());
  }

  /** Payments, chargebacks that come later, and an alert on the console. */
  @Test
  void shouldShowAlertsInALineEachAndWhatBecameOfLabels() throws Exception {
    StringBuilder payments = new StringBuilder("id,at,amount\n");
    StringBuilder chargebacks = new StringBuilder("id,at\n");
    for (int i = 0; i < 60; i++) {
      payments.append("p%d,2026-01-%02d,%d%n".formatted(i, 1 + i / 2, i == 40 ? 900 : 10 + i % 7));
      if (i % 10 == 0) {
        chargebacks.append("p%d,2026-01-%02d%n".formatted(i, 2 + i / 2));
      }
    }
    chargebacks.append("p59,2026-01-31\n");
    Files.writeString(directory.resolve("payments.csv"), payments);
    Files.writeString(directory.resolve("chargebacks.csv"), chargebacks);
    String yaml =
        """
        name: payments
        trigger: availableNow
        batch: {maxRecords: 10}
        sources: {payments: {type: csv, path: DIR/payments.csv}}
        features: [{type: numeric, columns: [amount]}]
        target: {classes: [honest, fraud]}
        delayedLabels:
          {source: {type: csv, path: DIR/chargebacks.csv}, id: id, time: at, always: fraud,
           horizon: 10d, unlabelled: negative}
        learners: {model: logistic-regression}
        alerts:
          amounts:
            key: id
            rules: {large: {when: {type: above, column: amount, limit: 500}, severity: critical}}
            to: [{type: log}]
        """
            .replace("DIR", directory.toString());
    Run run = Run.of("run", Files.writeString(directory.resolve("late.yaml"), yaml).toString());
    assertEquals(0, run.code(), run.err());
    assertTrue(
        run.out()
            .contains("labels: 6 of 60 rows got theirs in time, 34 got none, 20 wait for theirs"),
        run.out());
    assertTrue(run.out().contains("1 label is later than the last row"), run.out());
    List<String> lines = run.err().lines().filter(line -> line.startsWith("alert: ")).toList();
    assertEquals(1, lines.size(), run.err());
    assertTrue(
        lines
            .get(0)
            .matches(
                "alert: CRITICAL FIRING amounts/large \\[p40] at 20\\S+Z: .*900.*500.* \\(\\w+-firing\\)"),
        lines.get(0));
  }
}
