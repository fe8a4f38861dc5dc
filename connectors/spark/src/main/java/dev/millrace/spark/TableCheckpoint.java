package dev.millrace.spark;

import dev.millrace.core.CheckpointException;
import dev.millrace.core.checkpoint.StateFiles;
import dev.millrace.core.checkpoint.StateRange;
import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.core.checkpoint.Storage;
import dev.millrace.core.internal.state.StatePartition;
import dev.millrace.core.internal.state.StateStorage;
import dev.millrace.core.internal.state.TableLog;
import dev.millrace.spark.internal.codec.BlockDecoder;
import dev.millrace.spark.internal.codec.BlockEncoder;
import dev.millrace.spark.internal.state.ExecutorTables;
import dev.millrace.spark.internal.state.LogPoint;
import dev.millrace.spark.internal.state.Place;
import dev.millrace.spark.internal.state.SavedPartition;
import dev.millrace.spark.internal.state.StateNote;
import dev.millrace.spark.internal.state.StatePartitionFormat;
import dev.millrace.spark.internal.state.StateVersion;
import dev.millrace.spark.internal.state.TableRef;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a table gets into checkpoints and out of them: one log per partition, kept by the executor
 * that has the partition, whose increments the driver writes. A partition that moves to another
 * executor begins its log anew with a whole snapshot.
 */
final class TableCheckpoint<K, S> {
  private final SparkEngine engine;
  private final TableRef<K, S> table;
  private final List<TablePartition> partitions;
  private final StateStorage<K, S> storage;
  private long saves;

  TableCheckpoint(SparkEngine engine, TableRef<K, S> table, List<TablePartition> partitions) {
    this.engine = engine;
    this.table = table;
    this.partitions = partitions;
    this.storage = new StateStorage<>(table.descriptor());
  }

  /** What is to be saved, and after what. */
  private record Stand(StateVersion version, LogPoint log) implements Serializable {}

  void save(StateWriter out) {
    Optional<StateFiles> files = out.files();
    long batchId = files.map(StateFiles::batchId).orElse(-1L);
    long save = ++saves;
    List<byte[]> parts =
        onEach(
            "save",
            partitions.stream().map(p -> new Stand(p.version(), p.logPoint())).toList(),
            (ref, partition, stand) ->
                BlockEncoder.single(
                    ExecutorTables.copy(ref, partition)
                        .save(stand.version, stand.log, save, batchId)));
    List<byte[]> groups = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      SavedPartition saved = BlockDecoder.single(parts.get(i));
      partitions.get(i).logged(saved.point());
      files.ifPresent(to -> write(saved.files(), to.storage()));
      saved.uses().forEach(out::uses);
      groups.add(saved.group());
    }
    storage.save(groups, out);
  }

  private static void write(List<SavedPartition.File> files, Storage to) {
    for (SavedPartition.File file : files) {
      try {
        to.write(file.name(), out -> out.write(file.bytes()));
      } catch (IOException e) {
        throw new CheckpointException("writing " + file.name() + " in " + to + " failed: " + e, e);
      }
    }
  }

  /**
   * @param update the number under which the restored state counts
   */
  void restore(StateReader in, long update) {
    List<StateReader> groups = storage.groups(in, partitions.size());
    if (groups.isEmpty() || !takeOver(in, groups, update)) {
      spread(in, update);
    }
  }

  /** Every partition goes to an executor as it was saved; whether all keys are still in place. */
  private boolean takeOver(StateReader in, List<StateReader> groups, long update) {
    List<SavedPartition> saved = new ArrayList<>();
    for (int i = 0; i < groups.size(); i++) {
      LogPoint point = new LogPoint(update, 0);
      saved.add(new SavedPartition(storage.group(in, i), files(groups.get(i)), List.of(), point));
    }
    List<byte[]> notes =
        onEach(
            "restore",
            saved,
            (ref, partition, from) ->
                BlockEncoder.single(
                    ExecutorTables.copy(ref, partition).restore(from, update, Place.here())));
    for (int i = 0; i < partitions.size(); i++) {
      Optional<StateNote> note = BlockDecoder.single(notes.get(i));
      if (note.isEmpty()) {
        return false;
      }
      partitions.get(i).filled(update, note.get());
      partitions.get(i).logged(saved.get(i).point());
    }
    return true;
  }

  private static List<SavedPartition.File> files(StateReader group) {
    StateRange range = TableLog.files(group);
    List<SavedPartition.File> files = new ArrayList<>();
    if (range.files() > 0 && group.storage().isPresent()) {
      Storage storage = group.storage().get();
      try {
        for (String name : storage.list()) {
          if (StateRange.FileName.parse(name).filter(range::contains).isPresent()) {
            try (InputStream in = storage.read(name)) {
              files.add(new SavedPartition.File(name, in.readAllBytes()));
            }
          }
        }
      } catch (IOException e) {
        throw new CheckpointException("state files in " + storage + " cannot be read: " + e, e);
      }
    }
    return files;
  }

  /** Keys are sent to partitions anew. */
  private void spread(StateReader in, long update) {
    List<StatePartition<K, S>> whole = new ArrayList<>();
    partitions.forEach(partition -> whole.add(new StatePartition<>(table.descriptor())));
    storage.restore(in, whole);
    List<byte[]> notes =
        onEach(
            "restore",
            encoded(whole),
            (ref, partition, bytes) ->
                BlockEncoder.single(
                    ExecutorTables.copy(ref, partition).fill(bytes, update, Place.here())));
    for (int i = 0; i < partitions.size(); i++) {
      partitions.get(i).filled(update, BlockDecoder.single(notes.get(i)));
    }
  }

  private List<byte[]> encoded(List<StatePartition<K, S>> whole) {
    StatePartitionFormat<K, S> format = new StatePartitionFormat<>(table.descriptor());
    List<byte[]> bytes = new ArrayList<>();
    try {
      for (StatePartition<K, S> partition : whole) {
        bytes.add(format.whole(partition));
      }
    } catch (IOException e) {
      throw new CheckpointException("cannot encode state '" + table.descriptor().name() + "'", e);
    }
    return bytes;
  }

  private <A extends Serializable> List<byte[]> onEach(
      String what, List<A> arguments, StateRdd.Body<K, S, A> body) {
    List<List<String>> locations = partitions.stream().map(TablePartition::locations).toList();
    return engine.maintain(
        what + " state '" + table.descriptor().name() + "'",
        new StateRdd<>(engine.context(), table, arguments, locations, body));
  }
}
