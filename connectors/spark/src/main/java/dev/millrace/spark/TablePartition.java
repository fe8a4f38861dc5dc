package dev.millrace.spark;

import dev.millrace.spark.internal.state.LogPoint;
import dev.millrace.spark.internal.state.StateNote;
import dev.millrace.spark.internal.state.StateVersion;
import java.util.List;
import java.util.Optional;

/** What the driver knows of one partition of a table. */
final class TablePartition {
  /** Changes are written whole again once they are longer than the whole and this. */
  private static final long MIN_DELTA_BYTES = 64 << 10;

  private static final int MAX_DELTAS = 256;

  private StateVersion version = StateVersion.EMPTY;
  private long keys;
  private long baseBytes;
  private long deltaBytes;
  private List<String> locations = List.of();
  private LogPoint logPoint = LogPoint.NONE;

  StateVersion version() {
    return version;
  }

  long keys() {
    return keys;
  }

  /** Of the executor that has it in memory, as Spark writes them. */
  List<String> locations() {
    return locations;
  }

  /** Where the checkpoint's log of the partition stands. */
  LogPoint logPoint() {
    return logPoint;
  }

  void logged(LogPoint point) {
    logPoint = point;
  }

  /**
   * @param at where it should be computed; anywhere if empty
   */
  Update.Start start(List<String> at) {
    boolean due = deltaBytes > baseBytes + MIN_DELTA_BYTES || version.deltas().length >= MAX_DELTAS;
    return new Update.Start(version, due, at);
  }

  /** It was filled from a checkpoint. */
  void filled(long update, StateNote note) {
    version = new StateVersion(update, new long[0]);
    baseBytes = note.baseBytes();
    settle(note);
  }

  /**
   * An update counts.
   *
   * @return the version whose files are no longer needed, if a newer base replaces them
   */
  Optional<StateVersion> updated(long update, StateNote note) {
    Optional<StateVersion> obsolete = Optional.empty();
    if (note.baseBytes() >= 0) {
      obsolete = Optional.of(version);
      version = version.whole();
      baseBytes = note.baseBytes();
      deltaBytes = 0;
    }
    if (note.changed()) {
      version = version.then(update);
      deltaBytes += note.deltaBytes();
    }
    settle(note);
    return obsolete;
  }

  private void settle(StateNote note) {
    keys = note.keys();
    locations = List.of("executor_" + note.host() + "_" + note.executor());
  }
}
