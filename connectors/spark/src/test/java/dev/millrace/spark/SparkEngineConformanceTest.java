package dev.millrace.spark;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.millrace.core.testing.EngineConformance;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class SparkEngineConformanceTest {
  @TempDir static Path directory;

  @TestFactory
  Stream<DynamicTest> shouldKeepTheContractOfAnEngine() {
    return EngineConformance.checks(LocalSpark::engine).stream()
        .map(check -> dynamicTest(check.name(), check::run));
  }

  @TestFactory
  Stream<DynamicTest> shouldKeepTheContractWithStateInFiles() {
    return EngineConformance.checks(() -> LocalSpark.engine(directory)).stream()
        .map(check -> dynamicTest(check.name(), check::run));
  }
}
