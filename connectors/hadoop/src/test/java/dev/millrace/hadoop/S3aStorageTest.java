package dev.millrace.hadoop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.source.PlanLimits;
import dev.millrace.core.testing.SourceRun;
import dev.millrace.parquet.ParquetSource;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.RemoteIterator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class S3aStorageTest extends StorageTest {
  @TempDir static Path directory;

  private static S3Mock s3;

  @BeforeAll
  static void start() throws Exception {
    s3 = S3Mock.start(directory);
  }

  @AfterAll
  static void stop() {
    s3.close();
  }

  @Override
  URI newPlace() {
    return s3.newPlace();
  }

  @Override
  List<String> settings() {
    return List.of("-D" + S3Mock.ENDPOINT + "=" + s3.endpoint());
  }

  @Override
  CompletableFuture<Void> restart() {
    return s3.restart();
  }

  /** Whoever wants a lock decides how long it watches. */
  @Override
  void expireSoon() {}

  private static void export(URI output, Path checkpoint, int exit, String... options)
      throws Exception {
    List<String> command = new ArrayList<>(List.of(options));
    command.add("-D" + S3Mock.ENDPOINT + "=" + s3.endpoint());
    command.addAll(List.of("-cp", Child.classPath(), Exporting.class.getName()));
    command.addAll(List.of(output.toString(), checkpoint.toString()));
    try (Child child = Child.java(command)) {
      child.awaitEnd(exit);
    }
  }

  /** The rows of every file that shows, by path. */
  private static Map<String, List<Exporting.Row>> shown(URI output) throws Exception {
    Map<String, List<Exporting.Row>> files = new TreeMap<>();
    FileSystem system = FileSystem.get(output, new Configuration());
    RemoteIterator<LocatedFileStatus> all =
        system.listFiles(new org.apache.hadoop.fs.Path(output), true);
    while (all.hasNext()) {
      URI file = all.next().getPath().toUri();
      String name = output.relativize(file).toString();
      if (!name.startsWith(".")) {
        try (SourceRun<Exporting.Row> run =
            new SourceRun<>(
                ParquetSource.records(file, Exporting.Row.class), directory.resolve("unused"))) {
          files.put(name, run.rest(new PlanLimits(Exporting.ROWS, 1 << 20)));
        }
      }
    }
    return files;
  }

  @Test
  void shouldEndInTheSameParquetFilesThoughItIsKilled(@TempDir Path checkpoints) throws Exception {
    URI calm = URI.create(newPlace() + "/");
    Exporting.run(calm, checkpoints.resolve("calm"));
    URI killed = URI.create(newPlace() + "/");
    for (String step : List.of("STAGE:3", "PUBLISH:3")) {
      export(killed, checkpoints.resolve("killed"), 137, "-Dmillrace.killAt=" + step);
    }
    export(killed, checkpoints.resolve("killed"), 0);
    Map<String, List<Exporting.Row>> expected = shown(calm);
    assertEquals(expected, shown(killed));
    assertTrue(expected.containsKey("remainder=1/part-000000000000-000000000003.parquet"));
    assertEquals(6, expected.size(), expected.keySet().toString());
  }
}
