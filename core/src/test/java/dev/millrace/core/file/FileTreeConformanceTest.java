package dev.millrace.core.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.testing.FileTreeConformance;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class FileTreeConformanceTest {
  @TempDir Path directory;

  @TestFactory
  Stream<DynamicTest> localFiles() {
    AtomicInteger places = new AtomicInteger();
    return FileTreeConformance.checks(
            () -> FileTree.local(directory.resolve("place-" + places.incrementAndGet())))
        .stream()
        .map(check -> dynamicTest(check.name(), check::run));
  }

  @Test
  void shouldTakeWhatHasNoSchemeForAPath() {
    assertEquals(FileTree.local(Path.of("data/trades")), FileTree.at(URI.create("data/trades")));
    assertEquals(FileTree.local(directory), FileTree.at(directory.toUri()));
  }

  @Test
  void shouldNameTheConnectorThatIsMissing() {
    String said =
        assertThrows(
                ConfigurationException.class, () -> FileTree.at(URI.create("s3a://bucket/trades")))
            .getMessage();
    assertTrue(said.contains("millrace-hadoop") && said.contains("s3a://bucket/trades"), said);
  }
}
