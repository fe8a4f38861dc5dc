package dev.millrace.core.internal.runtime;

import dev.millrace.core.StreamingContext;
import java.util.function.Function;

/**
 * Lets the test driver run, step by step, what a user described with a {@link StreamingContext},
 * without a public method for it there.
 */
public final class PipelineAccess {
  private static Function<StreamingContext, Pipeline> access;

  private PipelineAccess() {}

  /** Called once, by {@code StreamingContext} when it is loaded. */
  public static synchronized void set(Function<StreamingContext, Pipeline> function) {
    access = function;
  }

  public static synchronized Pipeline of(StreamingContext context) {
    return access.apply(context);
  }
}
