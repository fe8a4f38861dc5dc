package dev.millrace.core.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.core.source.GeneratorSource;
import dev.millrace.core.source.Offset;
import dev.millrace.core.source.OffsetRange;
import dev.millrace.core.source.PlanLimits;
import dev.millrace.core.source.Source;
import dev.millrace.core.source.SourceContext;
import dev.millrace.core.source.SplitPlanner;
import dev.millrace.core.source.SplitReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The suite finds what it is there to find. */
class SourceConformanceTest {
  @TempDir Path directory;

  /** Its readers come to nothing when something is planned meanwhile. */
  private static final class Entangled implements Source<Long> {
    private static final long serialVersionUID = 1L;
    private final transient GeneratorSource<Long> inner = GeneratorSource.bounded(20, i -> i);
    private final transient AtomicInteger plans = new AtomicInteger();

    @Override
    public SplitPlanner planner(SourceContext context) {
      SplitPlanner planner = inner.planner(context);
      return new SplitPlanner() {
        @Override
        public List<OffsetRange> plan(Map<String, Offset> committed, PlanLimits limits)
            throws Exception {
          plans.incrementAndGet();
          return planner.plan(committed, limits);
        }

        @Override
        public boolean exhausted() {
          return planner.exhausted();
        }
      };
    }

    @Override
    public SplitReader<Long> reader(OffsetRange range) {
      SplitReader<Long> reader = inner.reader(range);
      return (out, rejects) -> {
        int begun = plans.get();
        reader.read(
            value -> {
              if (plans.get() == begun) {
                out.emit(value);
              }
            },
            rejects);
      };
    }
  }

  @Test
  void shouldFindThatPlanningDisturbsReading() {
    List<String> failed = new ArrayList<>();
    for (Check check : SourceConformance.checks(new Entangled(), 20, directory)) {
      try {
        check.run();
      } catch (Throwable e) {
        failed.add(check.name());
      }
    }
    // The source holds what cannot be serialized, so the last check has to fail too.
    assertEquals(
        List.of(
            "a batch can be planned while the one before is read",
            "a range can be read by a copy that was serialized"),
        failed);
  }
}
