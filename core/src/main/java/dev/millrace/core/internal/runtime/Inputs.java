package dev.millrace.core.internal.runtime;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.SourceException;
import dev.millrace.core.StreamingConfig;
import dev.millrace.core.Trigger;
import dev.millrace.core.checkpoint.Checkpoint;
import dev.millrace.core.internal.checkpoint.BatchPlan;
import dev.millrace.core.internal.graph.SourceOperator;
import dev.millrace.core.source.Offset;
import dev.millrace.core.source.OffsetRange;
import dev.millrace.core.source.PlanLimits;
import dev.millrace.core.source.SourceContext;
import dev.millrace.core.source.SplitPlanner;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sources of a run: their planners, and how far each of their splits has been read. */
final class Inputs implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(Inputs.class);

  private final StreamingConfig config;
  private final List<Input> inputs = new ArrayList<>();

  Inputs(StreamingConfig config) {
    this.config = config;
  }

  /** A source that is being read. */
  private static final class Input {
    private final String name;
    private final SplitPlanner planner;
    private final Map<String, Offset> offsets;
    private final PidRateController rate;

    /** Whether it is at its end when there is nothing to plan. */
    private boolean endsWhenEmpty;

    /** Nothing more is to be planned. */
    private boolean done;

    /** The last plan took as many records as it might. */
    private boolean full;

    /** The last plan left something behind. */
    private boolean more;

    Input(String name, SplitPlanner planner, Map<String, Offset> offsets, PidRateController rate) {
      this.name = name;
      this.planner = planner;
      this.offsets = new TreeMap<>(offsets);
      this.rate = rate;
    }
  }

  /** Makes the planner of a source that goes on at {@code offsets}. */
  void open(SourceOperator<?> operator, Path directory, Map<String, Offset> offsets) {
    String name = operator.label();
    try {
      SplitPlanner planner =
          operator.source().planner(new SourceContext(name, directory, config.clock()));
      Input input = new Input(name, planner, offsets, rateController());
      inputs.add(input);
      input.endsWhenEmpty =
          config.trigger() instanceof Trigger.AvailableNow && !planner.boundToNow();
    } catch (Exception e) {
      throw failed(name, "cannot be opened", e);
    }
  }

  /** Refuses to lose track of a source that the pipeline no longer has. */
  void requireAll(Checkpoint checkpoint) {
    for (String name : checkpoint.offsets().keySet()) {
      if (find(name) == null && !config.fresh().contains(name)) {
        throw new ConfigurationException(
            "the checkpoint of batch "
                + checkpoint.batchId()
                + " holds offsets of source '"
                + name
                + "', which the pipeline no longer has; give the source its name back, or drop its"
                + " offsets with StreamingConfig.withFresh(\""
                + name
                + "\")");
      }
    }
    for (Input input : inputs) {
      if (!checkpoint.offsets().containsKey(input.name)) {
        LOG.info("source '{}' is new, it is read from its beginning", input.name);
      }
    }
  }

  /** Chooses what the next batch reads. */
  Map<String, List<OffsetRange>> plan() {
    Map<String, List<OffsetRange>> ranges = new LinkedHashMap<>();
    for (Input input : inputs) {
      input.full = false;
      input.more = false;
      ranges.put(input.name, input.done ? List.of() : plan(input));
    }
    return ranges;
  }

  /** Whether the last plan took as many records of a source as it might. */
  boolean isFull() {
    return inputs.stream().anyMatch(input -> input.full);
  }

  /** Whether more may wait than the last plan took, be it for the limit of records or of bytes. */
  boolean mayHaveMore() {
    return inputs.stream().anyMatch(input -> input.full || input.more);
  }

  /** Whether everything there will ever be is planned; asked after {@link #plan}. */
  boolean exhausted() {
    for (Input input : inputs) {
      if (!input.done) {
        return false;
      }
    }
    return true;
  }

  /** The ranges have been read. */
  void advance(BatchPlan plan) {
    for (Input input : inputs) {
      for (OffsetRange range : plan.ranges().getOrDefault(input.name, List.of())) {
        input.offsets.put(range.split(), range.until());
      }
    }
  }

  /** Where each source goes on. */
  Map<String, Map<String, Offset>> offsets() {
    Map<String, Map<String, Offset>> offsets = new LinkedHashMap<>();
    for (Input input : inputs) {
      offsets.put(input.name, new LinkedHashMap<>(input.offsets));
    }
    return offsets;
  }

  /** Nothing before these offsets will be read again. */
  void committed(Map<String, Map<String, Offset>> offsets) {
    for (Input input : inputs) {
      Map<String, Offset> own = offsets.get(input.name);
      if (own != null) {
        try {
          input.planner.committed(Collections.unmodifiableMap(own));
        } catch (Exception e) {
          throw failed(input.name, "did not take the committed offsets", e);
        }
      }
    }
  }

  /** Tells the rate controllers how a batch went. */
  void processed(BatchPlan plan, Duration processing, Duration delay) {
    if (config.backpressure().isPresent()) {
      for (Input input : inputs) {
        long records = plan.records(input.name);
        input.rate.update(config.clock().nanos(), records, processing, delay);
      }
    }
  }

  /** How far all sources have come, from 0 to 1; the one that is furthest behind counts. */
  double progress() {
    double progress = inputs.isEmpty() ? Double.NaN : 1;
    for (Input input : inputs) {
      progress = Math.min(progress, progress(input));
    }
    return progress;
  }

  @Override
  public void close() throws IOException {
    IOException failure = null;
    for (Input input : inputs) {
      try {
        input.planner.close();
      } catch (IOException | RuntimeException e) {
        if (failure == null) {
          failure = e instanceof IOException io ? io : new IOException(e);
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private List<OffsetRange> plan(Input input) {
    long records = config.maxBatchRecords();
    if (input.rate != null) {
      records = Math.min(records, input.rate.limit());
    }
    try {
      List<OffsetRange> ranges =
          input.planner.plan(
              Collections.unmodifiableMap(input.offsets),
              new PlanLimits(records, config.maxBatchBytes()));
      input.full = ranges.stream().mapToLong(OffsetRange::records).sum() >= records;
      input.more = input.planner.hasMore();
      requireContinued(input, ranges);
      input.done = input.planner.exhausted() || (ranges.isEmpty() && input.endsWhenEmpty);
      return ranges;
    } catch (Exception e) {
      throw failed(input.name, "cannot plan the next batch", e);
    }
  }

  /** A source that repeats or leaves out what it was read of would count it twice or never. */
  private static void requireContinued(Input input, List<OffsetRange> ranges) {
    Map<String, Offset> offsets = new HashMap<>(input.offsets);
    for (OffsetRange range : ranges) {
      Offset expected = offsets.put(range.split(), range.until());
      if (expected != null && !expected.equals(range.from())) {
        throw new SourceException(
            "source '"
                + input.name
                + "' plans split "
                + range.split()
                + " from "
                + range.from().value()
                + ", but it goes on at "
                + expected.value()
                + "; the source breaks its contract");
      }
    }
  }

  private static double progress(Input input) {
    double progress = input.planner.progress(Collections.unmodifiableMap(input.offsets));
    return Double.isNaN(progress) && input.done ? 1 : progress;
  }

  private Input find(String name) {
    for (Input input : inputs) {
      if (input.name.equals(name)) {
        return input;
      }
    }
    return null;
  }

  private PidRateController rateController() {
    return config.backpressure().isPresent() && config.trigger() instanceof Trigger.Interval every
        ? new PidRateController(config.backpressure().get(), every.interval())
        : null;
  }

  private static SourceException failed(String name, String what, Exception cause) {
    return cause instanceof SourceException known
        ? known
        : new SourceException("source '" + name + "' " + what + ": " + cause, cause);
  }
}
