package dev.millrace.parquet;

import dev.millrace.core.source.PlanLimits;
import dev.millrace.core.source.Source;
import dev.millrace.core.testing.SourceRun;
import java.nio.file.Path;

/** Reads by hand, as a pipeline does. */
final class Input {
  private static final PlanLimits LIMITS = new PlanLimits(100_000, 64 << 20);

  private Input() {}

  /** Has no place for anything beside a checkpoint, and needs none. */
  static <T> SourceRun<T> run(Source<T> source) throws Exception {
    return new SourceRun<>(source, Path.of("unused"));
  }

  /** Reads everything. */
  static <T> SourceRun<T> all(Source<T> source) throws Exception {
    try (SourceRun<T> run = run(source)) {
      run.rest(LIMITS);
      return run;
    }
  }
}
