package dev.millrace.jupyter;

import dev.millrace.core.observe.BatchReport;
import dev.millrace.core.row.Row;
import dev.millrace.core.row.RowSchema;
import dev.millrace.ml.evaluate.LearnerReport;
import dev.millrace.ml.stream.Scored;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What one value puts into the columns of a table. */
final class Fields {
  private static final double NANOS_PER_MILLI = 1e6;

  private Fields() {}

  /** Whether a value has columns of its own. */
  static boolean has(Object value) {
    return value instanceof Record
        || value instanceof Row
        || value instanceof Scored<?>
        || value instanceof LearnerReport;
  }

  /** What stands in which column, in their order. */
  static Map<String, Object> of(Object value) {
    Map<String, Object> fields = new LinkedHashMap<>();
    if (value instanceof BatchReport report) {
      put(report, fields);
    } else if (value instanceof Record row) {
      put(row, fields);
    } else if (value instanceof Row row) {
      put(row, fields);
    } else if (value instanceof Scored<?> scored) {
      put(scored, fields);
    } else if (value instanceof LearnerReport report) {
      put(report, fields);
    } else {
      fields.put("value", cell(value));
    }
    return fields;
  }

  /** A value as it stands in a table: an empty text for null and for an empty Optional. */
  static Object cell(Object value) {
    Object content = value instanceof Optional<?> optional ? optional.orElse(null) : value;
    return content == null ? "" : content;
  }

  private static void put(Record row, Map<String, Object> fields) {
    for (RecordComponent component : row.getClass().getRecordComponents()) {
      Object value = cell(component(component, row));
      if (value instanceof Map<?, ?> map) {
        map.forEach((name, number) -> fields.put(String.valueOf(name), cell(number)));
      } else {
        fields.put(component.getName(), value);
      }
    }
  }

  /** Records of pipelines are often not public. */
  private static Object component(RecordComponent component, Record row) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(row);
    } catch (InvocationTargetException | IllegalAccessException | RuntimeException e) {
      return "?";
    }
  }

  private static void put(Row row, Map<String, Object> fields) {
    for (int i = 0; i < row.schema().width(); i++) {
      RowSchema.Column column = row.schema().columns().get(i);
      boolean number = column.type() == RowSchema.Type.NUMBER;
      fields.put(column.name(), number ? (Object) row.number(i) : row.text(i));
    }
  }

  private static void put(Scored<?> scored, Map<String, Object> fields) {
    if (has(scored.row())) {
      fields.putAll(of(scored.row()));
    } else {
      fields.put("row", cell(scored.row()));
    }
    scored.learners().forEach(learner -> fields.put(learner, scored.output(learner)));
    fields.put("label", scored.label());
  }

  private static void put(LearnerReport report, Map<String, Object> fields) {
    fields.put("learner", report.name());
    fields.putAll(report.cumulative());
    fields.put("rows learned", report.rowsLearned());
    fields.put("model version", report.modelVersion());
  }

  private static void put(BatchReport report, Map<String, Object> fields) {
    fields.put("batch", report.batchId());
    fields.put("records", report.records());
    fields.put("dead letters", report.deadLetters());
    fields.put("late", report.lateRecords().values().stream().mapToLong(n -> n).sum());
    fields.put("state rows", report.stateRows().values().stream().mapToLong(n -> n).sum());
    fields.put("planning ms", millis(report.planning()));
    fields.put("processing ms", millis(report.processing()));
    fields.put("committing ms", millis(report.committing()));
  }

  private static double millis(Duration duration) {
    return duration.toNanos() / NANOS_PER_MILLI;
  }
}
