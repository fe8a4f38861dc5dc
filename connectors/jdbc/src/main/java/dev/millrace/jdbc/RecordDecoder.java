package dev.millrace.jdbc;

import dev.millrace.core.row.RecordConstructor;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;

/** Rows as Java records, a column per component. */
final class RecordDecoder<T extends Record> implements RowDecoder<T> {
  private final Class<T> type;
  private final MethodHandle constructor;
  private final List<String> columns;
  private final List<FieldReader> fields;

  private RecordDecoder(
      Class<T> type, MethodHandle constructor, List<String> columns, List<FieldReader> fields) {
    this.type = type;
    this.constructor = constructor;
    this.columns = columns;
    this.fields = fields;
  }

  static <T extends Record> RecordDecoder<T> of(Class<T> type, Table table) {
    List<String> columns = new ArrayList<>();
    List<FieldReader> fields = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      Column column = table.column(component.getName());
      columns.add(column.name());
      fields.add(
          FieldReader.of(
              component.getGenericType(),
              column,
              table.dialect(),
              type.getSimpleName() + "." + component.getName()));
    }
    return new RecordDecoder<>(type, RecordConstructor.of(type), columns, fields);
  }

  @Override
  public List<String> columns() {
    return columns;
  }

  @Override
  public List<FieldReader> fields() {
    return fields;
  }

  @Override
  public T make(Object[] values) throws Exception {
    try {
      return type.cast((Object) constructor.invokeExact(values));
    } catch (Error | Exception e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
