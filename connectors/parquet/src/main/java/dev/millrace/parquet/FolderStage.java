package dev.millrace.parquet;

import dev.millrace.core.engine.Stage;
import dev.millrace.core.engine.StageSink;
import dev.millrace.core.engine.TaskContext;
import dev.millrace.core.sink.FilePartitioning;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Sorts the rows of a partition by folder, where they are. */
record FolderStage<T>(FilePartitioning<T> partitioning) implements Stage<T, FolderStage.Rows<T>> {
  /**
   * The rows of a partition.
   *
   * @param time of the batch, in Unix milliseconds
   */
  record Rows<T>(long time, TreeMap<String, List<T>> byFolder) implements Serializable {
    /** Of all partitions of a batch, in their order. */
    static <T> Rows<T> together(List<Rows<T>> partitions) {
      Rows<T> all = new Rows<>(partitions.get(0).time(), new TreeMap<>());
      for (Rows<T> rows : partitions) {
        for (Map.Entry<String, List<T>> folder : rows.byFolder().entrySet()) {
          all.byFolder()
              .computeIfAbsent(folder.getKey(), key -> new ArrayList<>())
              .addAll(folder.getValue());
        }
      }
      return all;
    }
  }

  @Override
  public StageSink<T> bind(StageSink<Rows<T>> downstream, TaskContext task) {
    TreeMap<String, List<T>> byFolder = new TreeMap<>();
    return new StageSink<>() {
      @Override
      public void emit(T value) throws Exception {
        byFolder.computeIfAbsent(partitioning.path(value), folder -> new ArrayList<>()).add(value);
      }

      @Override
      public void complete() throws Exception {
        downstream.emit(new Rows<>(task.batch().time().toEpochMilli(), byFolder));
        downstream.complete();
      }
    };
  }
}
