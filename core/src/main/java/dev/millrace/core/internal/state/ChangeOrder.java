package dev.millrace.core.internal.state;

import dev.millrace.core.internal.collect.KeyIndex;
import java.util.Arrays;

/**
 * Which keys changed when, oldest first: a queue to which every change appends the key's number.
 * Only a key's last entry counts; those before it are skipped and, once they are the majority,
 * swept out. So a change touches the end of the queue and nothing else. Times are kept once per run
 * of equal ones.
 *
 * <p>Invariants: times never fall along the queue, a time that runs backwards counts as the newest
 * so far; the first entry is a last one, after {@link #tidy}.
 */
public final class ChangeOrder {
  private static final int NONE = -1;
  private static final int MIN_STALE = 1024;

  /** Numbers of the keys that changed, from {@code first} to {@code end}. */
  private int[] queue = new int[8];

  private int first;
  private int end;

  /** Where each key's last entry stands, or -1 for a key that is gone. */
  private int[] last = new int[8];

  /** The runs: where each begins, and its time. */
  private int[] runStarts = new int[4];

  private long[] runTimes = new long[4];
  private int runs;

  /** Before this, entries of equal times are in the order of their numbers. */
  private int sortedEnd;

  /** A key was changed; numbers come in any order. */
  public void changed(int number, long time) {
    if (end == queue.length) {
      queue = Arrays.copyOf(queue, KeyIndex.grown(end));
    }
    if (runs == 0 || time > runTimes[runs - 1]) {
      beginRun(time);
    } else {
      sortedEnd = Math.min(sortedEnd, runStarts[runs - 1]);
    }
    if (number >= last.length) {
      last = Arrays.copyOf(last, Math.max(number + 1, KeyIndex.grown(last.length)));
    }
    last[number] = end;
    queue[end++] = number;
  }

  public void removed(int number) {
    if (number < last.length) {
      last[number] = NONE;
    }
  }

  /** The entry of the key whose last change is the oldest, or -1. */
  public int oldest() {
    return from(first);
  }

  /** The entry of the key that was changed next, or -1. */
  public int after(int entry) {
    return from(entry + 1);
  }

  /**
   * The entry of the key whose last change is the oldest, of those that changed at the same time
   * the one with the least number; or -1.
   */
  int oldestInOrder() {
    return sorted(first);
  }

  /** The entry that follows in that order, or -1. */
  int afterInOrder(int entry) {
    return sorted(entry + 1);
  }

  /** Sorts the run of equal times that an entry belongs to, once and for all. */
  private int sorted(int start) {
    int entry = from(start);
    if (entry == NONE || entry < sortedEnd) {
      return entry;
    }
    int run = run(entry);
    int runEnd = run + 1 < runs ? runStarts[run + 1] : end;
    int[] numbers = new int[runEnd - entry];
    int count = 0;
    for (int at = entry; at < runEnd; at++) {
      if (last[queue[at]] == at) {
        numbers[count++] = queue[at];
      }
    }
    Arrays.sort(numbers, 0, count);
    for (int i = 0; i < count; i++) {
      queue[entry + i] = numbers[i];
      last[numbers[i]] = entry + i;
    }
    sortedEnd = runEnd;
    return entry;
  }

  /** The key of an entry. */
  public int number(int entry) {
    return queue[entry];
  }

  /** The time of an entry. */
  public long time(int entry) {
    return runTimes[run(entry)];
  }

  private int run(int entry) {
    int run = Arrays.binarySearch(runStarts, 0, runs, entry);
    return run >= 0 ? run : -run - 2;
  }

  /** When a key was last changed. */
  public long timeOf(int number) {
    return time(last[number]);
  }

  /**
   * The keys whose last change was before a time, oldest first; those of the same time in the order
   * of their numbers.
   */
  public int[] changedBefore(long time) {
    int[] numbers = new int[8];
    int count = 0;
    int runStart = 0;
    for (int entry = oldest(); entry != NONE && time(entry) < time; entry = after(entry)) {
      if (count > 0 && time(entry) > timeOf(numbers[count - 1])) {
        Arrays.sort(numbers, runStart, count);
        runStart = count;
      }
      if (count == numbers.length) {
        numbers = Arrays.copyOf(numbers, KeyIndex.grown(count));
      }
      numbers[count++] = queue[entry];
    }
    Arrays.sort(numbers, runStart, count);
    return Arrays.copyOf(numbers, count);
  }

  /** Fills an empty order with the time of the last change of each key, by number. */
  void restore(long[] times) {
    long[] distinct = Arrays.stream(times).sorted().distinct().toArray();
    int[] starts = new int[distinct.length + 1];
    for (long time : times) {
      starts[Arrays.binarySearch(distinct, time) + 1]++;
    }
    Arrays.parallelPrefix(starts, Integer::sum);
    int[] order = new int[times.length];
    for (int number = 0; number < times.length; number++) {
      order[starts[Arrays.binarySearch(distinct, times[number])]++] = number;
    }
    for (int number : order) {
      changed(number, times[number]);
    }
  }

  /** Gives room of entries that no longer count back, if there is much; entries move. */
  public void tidy(int live) {
    first = oldest() == NONE ? end : oldest();
    int stale = end - live;
    if (stale > MIN_STALE && stale > live) {
      rebuild(null, live);
    }
  }

  /**
   * Leaves out what no longer counts.
   *
   * @param numbers the new number of each key, or null to keep them
   * @param live how many keys there are
   */
  public void rebuild(int[] numbers, int live) {
    ChangeOrder kept = new ChangeOrder();
    kept.queue = new int[Math.max(8, live)];
    kept.last = new int[numbers == null ? last.length : Math.max(8, live)];
    for (int entry = oldest(); entry != NONE; entry = after(entry)) {
      int number = queue[entry];
      kept.changed(numbers == null ? number : numbers[number], time(entry));
    }
    queue = kept.queue;
    first = 0;
    end = kept.end;
    last = kept.last;
    runStarts = kept.runStarts;
    runTimes = kept.runTimes;
    runs = kept.runs;
    sortedEnd = 0;
  }

  private int from(int start) {
    for (int entry = start; entry < end; entry++) {
      if (last[queue[entry]] == entry) {
        return entry;
      }
    }
    return NONE;
  }

  private void beginRun(long time) {
    if (runs == runStarts.length) {
      runStarts = Arrays.copyOf(runStarts, KeyIndex.grown(runs));
      runTimes = Arrays.copyOf(runTimes, KeyIndex.grown(runs));
    }
    runStarts[runs] = end;
    runTimes[runs++] = time;
  }
}
