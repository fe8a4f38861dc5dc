package dev.millrace.spark.internal.sql;

import dev.millrace.core.engine.Stage;
import dev.millrace.core.engine.StageSink;
import dev.millrace.core.engine.TaskContext;
import dev.millrace.core.sql.SqlColumn;
import dev.millrace.core.sql.SqlTable;
import dev.millrace.core.sql.SqlType;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The values of a table as rows of Spark. */
public record TableRows<T>(SqlTable<T> table) implements Stage<T, Row> {
  /** Columns as Spark calls them; every one may have missing values. */
  public static StructType schema(List<SqlColumn> columns) {
    StructType schema = new StructType();
    for (SqlColumn column : columns) {
      schema = schema.add(column.name(), type(column.type()), true);
    }
    return schema;
  }

  private static DataType type(SqlType type) {
    return switch (type) {
      case BOOLEAN -> DataTypes.BooleanType;
      case INTEGER -> DataTypes.IntegerType;
      case BIGINT -> DataTypes.LongType;
      case DOUBLE -> DataTypes.DoubleType;
      case DECIMAL -> DataTypes.createDecimalType(38, 18);
      case TEXT -> DataTypes.StringType;
      case TIMESTAMP -> DataTypes.TimestampType;
      case DATE -> DataTypes.DateType;
    };
  }

  @Override
  public StageSink<T> bind(StageSink<Row> downstream, TaskContext task) {
    RowValues values = new RowValues(table.columns().size());
    return new StageSink<>() {
      @Override
      public void emit(T value) throws Exception {
        values.begin();
        table.write(value, values);
        downstream.emit(values.row());
      }

      @Override
      public void complete() throws Exception {
        downstream.complete();
      }
    };
  }
}
