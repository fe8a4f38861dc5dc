package dev.millrace.yaml;

import dev.millrace.core.source.Offset;
import dev.millrace.core.source.OffsetRange;
import dev.millrace.core.source.PlanLimits;
import dev.millrace.core.source.Source;
import dev.millrace.core.source.SourceContext;
import dev.millrace.core.source.SplitPlanner;
import dev.millrace.core.source.SplitReader;
import dev.millrace.core.time.Clock;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Reads the first records of a source, outside of any pipeline. */
final class Sample {
  private static final PlanLimits LIMITS = new PlanLimits(10_000, 8L << 20);

  private Sample() {}

  /**
   * Hands on at most so many records, and no more than are there now.
   *
   * @return how many
   */
  static <T> long read(Source<T> source, long most, Consumer<? super T> consumer) throws Exception {
    long[] read = {0};
    Map<String, Offset> offsets = new HashMap<>();
    try (SplitPlanner planner =
        source.planner(new SourceContext("sample", Path.of(""), Clock.system()))) {
      planner.boundToNow();
      List<OffsetRange> ranges = planner.plan(offsets, LIMITS);
      while (!ranges.isEmpty() && read[0] < most) {
        for (OffsetRange range : ranges) {
          read(source, range, most, consumer, read);
          offsets.put(range.split(), range.until());
        }
        ranges = planner.plan(offsets, LIMITS);
      }
    }
    return read[0];
  }

  private static <T> void read(
      Source<T> source, OffsetRange range, long most, Consumer<? super T> consumer, long[] read)
      throws Exception {
    try (SplitReader<T> reader = source.reader(range)) {
      reader.read(
          record -> {
            if (read[0] < most) {
              read[0]++;
              consumer.accept(record);
            }
          },
          rejected -> {});
    }
  }
}
