package dev.millrace.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.StreamingContext;
import dev.millrace.ml.evaluate.LabelReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trips whose minutes are known when they have ended. */
class LaterLabelsTest {
  @TempDir Path directory;

  @BeforeEach
  void makeDirectories() throws IOException {
    Files.createDirectories(directory.resolve("trips"));
    Files.createDirectories(directory.resolve("ends"));
  }

  private void write(String file, String text) throws IOException {
    Files.writeString(directory.resolve(file), text);
  }

  private LabelReport run(String more) throws InterruptedException {
    String yaml =
        """
        name: trips
        trigger: availableNow
        batch: {maxRecords: 2}
        checkpoint: DIR/checkpoint
        sources:
          trips: {type: csv, path: DIR/trips, columns: {id: number, at: number, km: number}}
        features: [{type: numeric, columns: [km]}]
        target: {column: minutes}
        delayedLabels:
          source: {type: csv, path: DIR/ends, columns: {trip: number, at: text, minutes: text}}
          id: id
          labelId: trip
          time: at
          horizon: 1h
          MORE
        learners: {mean: running-mean}
        deadLetters: {type: csv, path: DIR/dead}
        """
            .replace("DIR", directory.toString())
            .replace("MORE", more);
    PipelineFile file = PipelineFile.of("trips.yaml", yaml, name -> null);
    try (StreamingContext context = StreamingContext.create(file.config())) {
      DeclaredPipeline pipeline = file.describe(context);
      context.start();
      context.awaitTermination();
      return pipeline.learning().orElseThrow().report().labels();
    }
  }

  @Test
  void shouldKeepForTheNextRunWhatIsLaterThanTheLastRow() throws Exception {
    write("trips/1.csv", "id,at,km\n1,1700000000,3\n2,1700000600,4\n3,1700001200,5\n");
    write("ends/1.csv", "trip,at,minutes\n1,1700000900,12\n2,1700001500,20\n");
    LabelReport first = run("");
    assertEquals(1, first.labels(), "the end of trip 2 is later than the beginning of trip 3");
    assertEquals(1, first.labelled());
    write("trips/2.csv", "id,at,km\n4,1700002000,3\n");
    LabelReport second = run("");
    assertEquals(2, second.labelled());
    assertEquals(4, second.rows());
  }

  @Test
  void shouldTakeLabelsAsTheyComeWhereTheyAreNotPaced() throws Exception {
    write("trips/1.csv", "id,at,km\n1,1700000000,3\n2,1700000600,4\n");
    write("ends/1.csv", "trip,at,minutes\n1,1700000900,12\n2,1700001500,20\n");
    assertEquals(2, run("paced: false").labelled());
  }

  @Test
  void shouldPutAsideWhatIsNoLabel() throws Exception {
    write("trips/1.csv", "id,at,km\n1,1700000000,3\n2,1700000600,4\n3,1700009999,5\n");
    write(
        "ends/1.csv", "trip,at,minutes\n1,soon,12\n1,1700000900,many\n2,2023-11-14T22:30:00Z,20\n");
    LabelReport labels = run("");
    assertEquals(1, labels.labelled());
    StringBuilder dead = new StringBuilder();
    try (var files = Files.list(directory.resolve("dead"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".csv")).toList()) {
        dead.append(Files.readString(file));
      }
    }
    assertTrue(
        dead.toString().contains("expected a time such as 2020-01-31T20:15:00, got 'soon'"),
        dead + "");
    assertTrue(dead.toString().contains("label is 'many', expected a number"), dead + "");
  }
}
