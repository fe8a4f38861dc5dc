package dev.millrace.core.internal.state;

import dev.millrace.core.BatchInfo;
import dev.millrace.core.engine.StateFunction;
import dev.millrace.core.state.StateDescriptor;
import java.io.Serializable;
import java.time.Instant;
import java.util.Arrays;

/**
 * Which keys without values an update meets, as its tasks know it.
 *
 * @param time of {@code EXPIRED}: nanoseconds since 1970; of {@code DUE}: event time, milliseconds
 *     since 1970
 * @param progress of {@code DUE}: how far the pipeline has come
 */
public record StateVisits(StateFunction.Visit visit, long time, long progress)
    implements Serializable {
  private static final int[] NONE = {};

  /**
   * @throws IllegalArgumentException when keys shall expire of which no times are kept
   */
  public static StateVisits of(
      StateDescriptor<?, ?> descriptor, StateFunction.Visit visit, Instant until, BatchInfo batch) {
    return switch (visit) {
      case ARRIVED, ALL -> new StateVisits(visit, 0, 0);
      case EXPIRED -> {
        if (!descriptor.timed()) {
          throw new IllegalArgumentException(
              "state '" + descriptor.name() + "' keeps no times: its keys cannot expire");
        }
        yield new StateVisits(visit, StateTime.nanos(until), 0);
      }
      case DUE ->
          new StateVisits(visit, until.toEpochMilli(), descriptor.deadlines().progress(batch));
    };
  }

  /** Whether a key that was visited and keeps the same object stays as it was saved. */
  boolean keepsSame() {
    return visit != StateFunction.Visit.EXPIRED;
  }

  /** Whether there is a key to be met. */
  public boolean any(StatePartition<?, ?> partition) {
    ChangeOrder order = partition.changes();
    return switch (visit) {
      case ARRIVED -> false;
      case ALL -> partition.size() > 0;
      case EXPIRED -> order.oldest() >= 0 && order.time(order.oldest()) < time;
      case DUE ->
          partition.eventTimes().first() <= time || partition.processing().first() <= progress;
    };
  }

  /** The keys that are met, those among them that got values too. */
  int[] numbers(StatePartition<?, ?> partition) {
    return switch (visit) {
      case ARRIVED -> NONE;
      case ALL -> all(partition);
      case EXPIRED -> partition.changes().changedBefore(time);
      case DUE -> due(partition);
    };
  }

  private static int[] all(StatePartition<?, ?> partition) {
    int[] numbers = new int[partition.size()];
    int count = 0;
    for (int number = partition.after(-1); number >= 0; number = partition.after(number)) {
      numbers[count++] = number;
    }
    return numbers;
  }

  private int[] due(StatePartition<?, ?> partition) {
    int[] byTime = partition.eventTimes().until(time);
    int[] byProgress = partition.processing().until(progress);
    int[] numbers = Arrays.copyOf(byTime, byTime.length + byProgress.length);
    System.arraycopy(byProgress, 0, numbers, byTime.length, byProgress.length);
    return Arrays.stream(numbers).sorted().distinct().toArray();
  }
}
