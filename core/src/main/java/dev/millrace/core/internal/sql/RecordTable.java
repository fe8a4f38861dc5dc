package dev.millrace.core.internal.sql;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.MillraceException;
import dev.millrace.core.sql.SqlColumn;
import dev.millrace.core.sql.SqlRowWriter;
import dev.millrace.core.sql.SqlTable;
import dev.millrace.core.sql.SqlType;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;

/** A record, a column per component. Numbers are not boxed on the way. */
public final class RecordTable<T> implements SqlTable<T> {
  private static final long serialVersionUID = 1L;

  private final Class<T> type;
  private final transient List<SqlColumn> columns;
  private final transient Component[] components;

  private RecordTable(Class<T> type) {
    this.type = type;
    List<SqlColumn> found = new ArrayList<>();
    List<Component> readers = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      String where = type.getSimpleName() + "." + component.getName();
      SqlType column = Scalars.type(component.getGenericType(), where);
      found.add(new SqlColumn(component.getName(), column));
      readers.add(Component.of(component, column, where));
    }
    this.columns = SqlColumn.checked(found);
    this.components = readers.toArray(Component[]::new);
  }

  /**
   * @param type a record
   */
  public static <T> RecordTable<T> of(Class<T> type) {
    return new RecordTable<>(type);
  }

  @Override
  public List<SqlColumn> columns() {
    return columns;
  }

  @Override
  public void write(T value, SqlRowWriter out) throws Exception {
    if (value.getClass() != type) {
      throw new MillraceException(
          "expected "
              + type.getName()
              + " as before, got "
              + value.getClass().getName()
              + "; map the stream to one record type first");
    }
    try {
      for (Component component : components) {
        component.write(value, out);
      }
    } catch (Error | Exception e) {
      throw e;
    } catch (Throwable e) {
      throw new MillraceException(type + " cannot be read", e);
    }
  }

  /** Handles do not travel; the other side makes its own. */
  private Object readResolve() {
    return new RecordTable<>(type);
  }

  /** Reads one component. The handles' types are exact, so nothing is boxed. */
  @FunctionalInterface
  private interface Component {
    void write(Object value, SqlRowWriter out) throws Throwable;

    static Component of(RecordComponent component, SqlType column, String where) {
      Class<?> type = component.getType();
      if (type == double.class || type == float.class) {
        MethodHandle handle = handle(component.getAccessor(), double.class, where);
        return (value, out) -> out.float64((double) handle.invokeExact(value));
      } else if (type == long.class) {
        MethodHandle handle = handle(component.getAccessor(), long.class, where);
        return (value, out) -> out.int64((long) handle.invokeExact(value));
      } else if (type == int.class || type == short.class || type == byte.class) {
        MethodHandle handle = handle(component.getAccessor(), int.class, where);
        return (value, out) -> out.int32((int) handle.invokeExact(value));
      } else if (type == boolean.class) {
        MethodHandle handle = handle(component.getAccessor(), boolean.class, where);
        return (value, out) -> out.bool((boolean) handle.invokeExact(value));
      }
      MethodHandle handle = handle(component.getAccessor(), Object.class, where);
      return (value, out) -> Scalars.write((Object) handle.invokeExact(value), column, out);
    }

    private static MethodHandle handle(Method accessor, Class<?> type, String where) {
      try {
        accessor.setAccessible(true);
        return MethodHandles.lookup()
            .unreflect(accessor)
            .asType(MethodType.methodType(type, Object.class));
      } catch (IllegalAccessException | RuntimeException e) {
        throw new ConfigurationException(where + " cannot be read; open its package", e);
      }
    }
  }
}
