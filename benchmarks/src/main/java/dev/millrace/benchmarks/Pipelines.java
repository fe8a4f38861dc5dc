package dev.millrace.benchmarks;

import dev.millrace.core.StreamingConfig;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.Trigger;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Runs whole pipelines to their end. */
public final class Pipelines {
  private Pipelines() {}

  /**
   * Runs what {@code description} describes over bounded sources.
   *
   * @param batchRecords how many records a batch takes
   */
  public static void run(
      long batchRecords,
      UnaryOperator<StreamingConfig> settings,
      Consumer<StreamingContext> description)
      throws InterruptedException {
    StreamingConfig config =
        StreamingConfig.named("benchmark")
            .withTrigger(Trigger.availableNow())
            .withMaxBatchRecords(batchRecords)
            .withoutShutdownHook();
    try (StreamingContext context = StreamingContext.create(settings.apply(config))) {
      description.accept(context);
      context.start();
      context.awaitTermination();
    }
  }
}
