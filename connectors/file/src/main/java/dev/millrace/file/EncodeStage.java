package dev.millrace.file;

import dev.millrace.core.engine.Stage;
import dev.millrace.core.engine.StageSink;
import dev.millrace.core.engine.TaskContext;
import dev.millrace.core.sink.FilePartitioning;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes the values of a partition out as lines, by folder, where they are. */
record EncodeStage<T>(LineFormat<T> format, FilePartitioning<T> partitioning)
    implements Stage<T, EncodedPart> {
  @Override
  public StageSink<T> bind(StageSink<EncodedPart> downstream, TaskContext task) {
    LineEncoder<T> encoder = format.encoder();
    Map<String, ByteOutput> outputs = new LinkedHashMap<>();
    return new StageSink<>() {
      @Override
      public void emit(T value) throws Exception {
        ByteOutput out =
            outputs.computeIfAbsent(partitioning.path(value), folder -> new ByteOutput());
        encoder.encode(value, out);
      }

      @Override
      public void complete() throws Exception {
        List<byte[]> contents = new ArrayList<>();
        outputs.values().forEach(output -> contents.add(output.toBytes()));
        long time = task.batch().time().toEpochMilli();
        downstream.emit(new EncodedPart(time, List.copyOf(outputs.keySet()), contents));
        downstream.complete();
      }
    };
  }
}
