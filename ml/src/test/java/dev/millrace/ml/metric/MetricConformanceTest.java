package dev.millrace.ml.metric;

import dev.millrace.core.testing.Check;
import dev.millrace.ml.testing.MetricConformance;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class MetricConformanceTest {
  @TestFactory
  Stream<DynamicTest> shouldConform() {
    return Stream.of(
            tests(
                "binary", MetricConformance.checks(() -> new ClassificationMetrics(2, true), 1, 2)),
            tests(
                "score", MetricConformance.checks(() -> new ClassificationMetrics(2, false), 1, 2)),
            tests(
                "classes",
                MetricConformance.checks(() -> new ClassificationMetrics(4, true), 4, 4)),
            tests("regression", MetricConformance.checks(RegressionMetrics::new, 1, 0)),
            tests("clustering", MetricConformance.checks(ClusteringMetrics::new, 2, 0)))
        .flatMap(each -> each);
  }

  private static Stream<DynamicTest> tests(String kind, List<Check> checks) {
    return checks.stream()
        .map(check -> DynamicTest.dynamicTest(kind + ": " + check.name(), check::run));
  }
}
