package dev.millrace.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.core.StreamingContext;
import dev.millrace.core.file.FileTree;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlacesTest {
  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"trips.csv", "data/my trips #1%20.csv", "/data//trips", "a:b.csv", "."})
  void shouldKeepAPath(String path) {
    Path found = Path.of(FileTree.at(Places.uri(path)).toString());
    assertEquals(Path.of(path).toAbsolutePath(), found.toAbsolutePath());
  }

  @Test
  void shouldReadAndWriteAtOtherPlaces() throws Exception {
    Files.writeString(directory.resolve("trips.jsonl"), "{\"city\":\"Rome\",\"km\":2.5}\n");
    String yaml =
        """
        name: trips
        trigger: availableNow
        sources:
          trips:
            type: jsonLines
            path: elsewhere:%1$s/trips.jsonl
            columns: {city: text, km: number}
        outputs:
          rows: {from: rows, to: {type: csv, path: 'elsewhere:%1$s/out', partitionedBy: [city]}}
        """
            .formatted(directory);
    PipelineFile file = PipelineFile.of("trips.yaml", yaml, name -> null);
    try (StreamingContext context = StreamingContext.create(file.config())) {
      file.describe(context);
      context.start();
      context.awaitTermination();
    }
    Path written = directory.resolve("out/city=Rome/part-000000000000-000000000000.csv");
    assertEquals("city,km\nRome,2.5\n", Files.readString(written));
  }
}
