package dev.millrace.spark;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.millrace.core.testing.SqlConformance;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class SqlConformanceTest {
  @TestFactory
  Stream<DynamicTest> shouldGiveWhatSqlOnAStreamPromises() {
    return SqlConformance.checks(LocalSpark::engine).stream()
        .map(check -> dynamicTest(check.name(), check::run));
  }
}
