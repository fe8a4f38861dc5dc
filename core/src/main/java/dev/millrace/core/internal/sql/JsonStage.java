package dev.millrace.core.internal.sql;

import dev.millrace.core.engine.Stage;
import dev.millrace.core.engine.StageSink;
import dev.millrace.core.engine.TaskContext;
import dev.millrace.core.source.DeadLetter;
import dev.millrace.core.sql.SqlColumn;
import java.io.IOException;
import java.util.List;

/**
 * Parses JSON objects where the partitions are; what is none becomes a dead letter.
 *
 * @param origin how dead letters name the operator
 */
record JsonStage(List<SqlColumn> columns, String origin)
    implements Stage<String, JsonTable.Parsed> {
  @Override
  public StageSink<String> bind(StageSink<JsonTable.Parsed> downstream, TaskContext task) {
    JsonReader reader = new JsonReader(columns);
    return new StageSink<String>() {
      private long index;

      @Override
      public void emit(String text) throws Exception {
        Object[] values = null;
        try {
          values = reader.read(text);
        } catch (IOException e) {
          String position = "partition " + task.partition() + ", value " + index;
          task.reject(new DeadLetter(origin, position, e.getMessage(), text));
        }
        index++;
        if (values != null) {
          downstream.emit(new JsonTable.Parsed(values));
        }
      }

      @Override
      public void complete() throws Exception {
        downstream.complete();
      }
    };
  }
}
