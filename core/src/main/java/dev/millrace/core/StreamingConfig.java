package dev.millrace.core;

import dev.millrace.core.time.Clock;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Settings of one pipeline; immutable, made by {@link #named} and the {@code with…} methods.
 *
 * @param name of the pipeline: 1 to 64 of letters, digits, {@code . _ -}, no leading dot
 * @param trigger when batches are made; default {@link Trigger#continuous}
 * @param checkpoint where the checkpoint lives; empty for none (nothing survives the process)
 * @param partitions how many partitions a shuffle and keyed state have; default 4. Part of what a
 *     result depends on, so it does not follow the number of cores
 * @param threads how many partitions are worked on at a time; default: the number of cores
 * @param maxBatchRecords most records one batch takes from each source; default 100,000
 * @param maxBatchBytes most bytes one batch takes from each source; default 64 MiB
 * @param retainCheckpoints how many checkpoints, and with them model versions, are kept; default 3
 * @param clock the pipeline's clock
 */
public record StreamingConfig(
    String name,
    Trigger trigger,
    Optional<Path> checkpoint,
    int partitions,
    int threads,
    long maxBatchRecords,
    long maxBatchBytes,
    int retainCheckpoints,
    Clock clock) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}");

  public StreamingConfig {
    Objects.requireNonNull(trigger, "trigger");
    Objects.requireNonNull(checkpoint, "checkpoint");
    Objects.requireNonNull(clock, "clock");
    if (!NAME.matcher(name).matches()) {
      throw new ConfigurationException("pipeline name must match " + NAME + ", got '" + name + "'");
    }
  }

  public static StreamingConfig named(String name) {
    return new StreamingConfig(
        name,
        Trigger.continuous(),
        Optional.empty(),
        4,
        Runtime.getRuntime().availableProcessors(),
        100_000,
        64L << 20,
        3,
        Clock.system());
  }
}
