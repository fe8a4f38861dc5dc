package dev.millrace.ml.drift;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.millrace.ml.testing.DriftDetectorConformance;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class DriftDetectorConformanceTest {
  private static final List<Supplier<DriftDetector>> DETECTORS =
      List.of(
          () -> new Adwin(Adwin.Options.defaults()),
          () -> new Adwin(Adwin.Options.defaults().withCheckEvery(1).withDelta(1e-6)),
          () -> new PageHinkley(PageHinkley.Options.defaults()));

  @TestFactory
  Stream<DynamicTest> checks() {
    return DETECTORS.stream()
        .flatMap(
            detector ->
                DriftDetectorConformance.checks(detector).stream()
                    .map(
                        check ->
                            dynamicTest(
                                detector.get().getClass().getSimpleName() + ": " + check.name(),
                                check::run)));
  }
}
