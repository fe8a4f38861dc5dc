package dev.millrace.core.checkpoint;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.millrace.core.testing.StorageConformance;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class StorageConformanceTest {
  @TempDir Path directory;

  @TestFactory
  Stream<DynamicTest> localDirectory() {
    AtomicInteger places = new AtomicInteger();
    return StorageConformance.checks(
            () -> Storage.local(directory.resolve("place-" + places.incrementAndGet())))
        .stream()
        .map(check -> dynamicTest(check.name(), check::run));
  }
}
