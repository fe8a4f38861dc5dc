package dev.millrace.spark.internal.sql;

import dev.millrace.core.engine.Stage;
import dev.millrace.core.engine.StageSink;
import dev.millrace.core.engine.TaskContext;
import dev.millrace.core.row.Row;
import dev.millrace.core.row.RowSchema;
import dev.millrace.core.sql.SqlRowBuilder;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Spark's rows of a result as {@link Row}s. */
public final class ResultRows implements Stage<org.apache.spark.sql.Row, Row> {
  private static final long serialVersionUID = 1L;

  private final ArrayList<ResultColumn> columns = new ArrayList<>();
  private final RowSchema schema;

  /**
   * @throws dev.millrace.core.ConfigurationException naming a column that fits no row
   */
  public ResultRows(StructType result) {
    List<RowSchema.Column> names = new ArrayList<>();
    for (StructField field : result.fields()) {
      ResultColumn column = ResultColumn.of(field);
      columns.add(column);
      names.add(column.column());
    }
    schema = SqlRowBuilder.schema(names);
  }

  @Override
  public StageSink<org.apache.spark.sql.Row> bind(StageSink<Row> downstream, TaskContext task) {
    SqlRowBuilder builder = new SqlRowBuilder(schema);
    return new StageSink<>() {
      @Override
      public void emit(org.apache.spark.sql.Row row) throws Exception {
        for (int i = 0; i < columns.size(); i++) {
          if (!row.isNullAt(i)) {
            columns.get(i).reader().read(row.get(i), i, builder);
          }
        }
        downstream.emit(builder.build());
      }

      @Override
      public void complete() throws Exception {
        downstream.complete();
      }
    };
  }
}
