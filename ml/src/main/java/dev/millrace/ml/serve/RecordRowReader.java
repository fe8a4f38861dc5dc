package dev.millrace.ml.serve;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.row.RecordConstructor;
import dev.millrace.ml.serve.ServedModel.InputColumn;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads Java records by the names of their components. */
final class RecordRowReader<T extends Record> implements RowReader<T> {
  private final Class<T> type;
  private final List<RecordField> fields = new ArrayList<>();
  private final List<InputColumn> columns;
  private final Set<String> names;
  private final MethodHandle constructor;

  RecordRowReader(Class<T> type, Set<String> optional) {
    this.type = type;
    for (RecordComponent component : type.getRecordComponents()) {
      fields.add(RecordField.of(component, optional.contains(component.getName())));
    }
    this.columns = fields.stream().map(RecordField::column).toList();
    this.names = Set.copyOf(columns.stream().map(InputColumn::name).toList());
    for (String name : optional) {
      if (!names.contains(name)) {
        throw new ConfigurationException(
            type.getSimpleName() + " has no component '" + name + "'; it has " + names);
      }
    }
    this.constructor = RecordConstructor.of(type);
  }

  @Override
  public List<InputColumn> columns() {
    return columns;
  }

  @Override
  public T read(Map<String, Object> row) {
    for (String name : row.keySet()) {
      if (!names.contains(name)) {
        throw Values.unknown(name, columns);
      }
    }
    Object[] values = new Object[fields.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = fields.get(i).read(row.get(columns.get(i).name()));
    }
    return type.cast(make(values));
  }

  private Object make(Object[] values) {
    try {
      return (Object) constructor.invokeExact(values);
    } catch (RuntimeException e) {
      throw new RequestException(type.getSimpleName() + " refuses the row: " + e.getMessage());
    } catch (Error e) {
      throw e;
    } catch (Throwable e) {
      throw new RequestException(type.getSimpleName() + " cannot be made of the row: " + e);
    }
  }
}
