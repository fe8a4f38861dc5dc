package dev.millrace.hadoop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.core.checkpoint.CheckpointStore;
import dev.millrace.core.checkpoint.Storage;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HdfsStorageTest extends StorageTest {
  @TempDir static Path directory;

  private static Hdfs hdfs;

  @BeforeAll
  static void start() throws Exception {
    hdfs = Hdfs.start(directory);
  }

  @AfterAll
  static void stop() {
    hdfs.close();
  }

  @Test
  void shouldOpenAPlaceByItsUri() {
    URI place = newPlace();
    CheckpointStore store = CheckpointStore.open(Storage.at(place));
    assertEquals(Optional.empty(), store.newest());
  }

  @Override
  URI newPlace() {
    hdfs.expireLeasesAfter(60_000);
    return hdfs.newPlace();
  }

  @Override
  List<String> settings() {
    return List.of();
  }

  @Override
  CompletableFuture<Void> restart() {
    return hdfs.restart();
  }

  @Override
  void expireSoon() {
    hdfs.expireLeasesAfter(1_000);
  }
}
