package dev.millrace.kinesis;

import dev.millrace.core.source.Offset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.kinesis.model.Record;

/**
 * What has been read ahead of one shard, in order, and is not committed yet. The planner takes
 * ranges of it, readers take their records, a fetcher appends. Thread-safe.
 *
 * <p>Of what was planned before the plan before last nothing needs to stay: it has been read by
 * then, and can be read from Kinesis again.
 */
final class ShardBuffer {
  /** How the buffer goes on. */
  enum Tail {
    /** More may come. */
    OPEN,
    /** Nothing more is wanted, though more may come. */
    BOUND,
    /** The shard is closed and has been read to its end. */
    END
  }

  /** A record, and how many bytes came before it. */
  private record Held(Record data, long bytesBefore) {}

  /** A range that a plan takes. */
  record Slice(Offset until, int records, long bytes) {}

  /** From where to fetch; void once the generation has changed. */
  record Request(long generation, ShardPosition from) {}

  private final List<Held> held = new ArrayList<>();

  /** The position before the first record held. */
  private Offset start;

  private long bytesInAll;
  private Tail tail = Tail.OPEN;

  /** Goes up when what is fetched has to begin elsewhere. */
  private long generation;

  /**
   * How many records the latest plan passed over, and the one before, as numbers since the start.
   */
  private long latestPlan;

  private long planBefore;

  /** The number of the first record held, since the start. */
  private long firstNumber;

  ShardBuffer(Offset start) {
    this.start = start;
  }

  /** Where to fetch from. */
  synchronized Request request() {
    return new Request(generation, ShardPosition.of(end()));
  }

  private Offset end() {
    return held.isEmpty() ? start : offset(held.size() - 1);
  }

  private Offset offset(int index) {
    return new Offset(held.get(index).data().sequenceNumber());
  }

  /** Whether there is room for more records, and more may come. */
  synchronized boolean wantsMore(long limitBytes) {
    if (tail != Tail.OPEN) {
      return false;
    }
    int dispensable = index(planBefore);
    boolean isUsedUp = index(latestPlan) == held.size();
    return isUsedUp || bytes(dispensable, held.size()) < limitBytes;
  }

  private int index(long number) {
    return (int) Math.max(0, number - firstNumber);
  }

  private long bytes(int from, int until) {
    return bytesBefore(until) - bytesBefore(from);
  }

  private long bytesBefore(int index) {
    return index < held.size() ? held.get(index).bytesBefore() : bytesInAll;
  }

  /** Takes what was fetched, unless it was for an earlier generation. */
  synchronized void append(Request request, List<Record> records, Tail newTail, long limitBytes) {
    if (request.generation() != generation) {
      return;
    }
    for (Record data : records) {
      held.add(new Held(data, bytesInAll));
      bytesInAll += size(data);
    }
    tail = newTail;
    if (bytes(0, held.size()) > limitBytes) {
      drop(index(planBefore));
    }
  }

  /** Bytes of data and key, as Kinesis counts them. */
  private static long size(Record data) {
    return (long) data.data().asByteArrayUnsafe().length + data.partitionKey().length();
  }

  private void drop(int records) {
    if (records > 0) {
      start = offset(records - 1);
      firstNumber += records;
      held.subList(0, records).clear();
    }
  }

  /** How many records there are to plan from an offset on; where that is elsewhere, none yet. */
  synchronized int available(Offset from) {
    int index = after(from);
    if (index < 0) {
      restart(from);
      return 0;
    }
    long number = firstNumber + index;
    if (number != latestPlan) {
      planBefore = Math.min(latestPlan, number);
      latestPlan = number;
    }
    return held.size() - index;
  }

  private void restart(Offset from) {
    held.clear();
    start = from;
    firstNumber = 0;
    latestPlan = 0;
    planBefore = 0;
    tail = Tail.OPEN;
    generation++;
  }

  /** The index of what comes right behind an offset; -1 where that is not held. */
  private int after(Offset offset) {
    if (offset.equals(start)) {
      return 0;
    }
    int low = 0;
    int high = held.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = Sequence.compare(held.get(middle).data().sequenceNumber(), offset.value());
      if (order == 0) {
        return middle + 1;
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -1;
  }

  /**
   * What a plan takes behind an offset, which must be held.
   *
   * @param atLeastOne whether the first record counts, though it may exceed the limit of bytes
   */
  synchronized Optional<Slice> slice(Offset from, long records, long bytes, boolean atLeastOne) {
    int begin = after(from);
    int most = (int) Math.min(held.size(), begin + records);
    int end = begin;
    while (end < most && (bytes(begin, end + 1) <= bytes || (atLeastOne && end == begin))) {
      end++;
    }
    return end == begin
        ? Optional.empty()
        : Optional.of(new Slice(offset(end - 1), end - begin, bytes(begin, end)));
  }

  /** The records of a range; empty unless all of them are held. */
  synchronized Optional<List<Record>> between(Offset from, Offset until) {
    int begin = after(from);
    int end = after(until);
    return begin < 0 || end < begin
        ? Optional.empty()
        : Optional.of(held.subList(begin, end).stream().map(Held::data).toList());
  }

  /** Forgets what lies before an offset. */
  synchronized void forget(Offset before) {
    drop(Math.max(0, after(before)));
  }

  /** Whether nothing comes behind an offset that a plan has still to take. */
  synchronized boolean isUsedUp(Offset from) {
    return tail != Tail.OPEN && after(from) == held.size();
  }

  synchronized boolean isEnd() {
    return tail == Tail.END;
  }
}
