package dev.millrace.hadoop;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
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

  /** Whoever wants a lock decides how long it watches. */
  @Override
  void expireSoon() {}
}
