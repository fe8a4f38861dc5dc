package dev.millrace.parquet;

import dev.millrace.core.ConfigurationException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/** Java records: a column per component. */
record RecordWriting<T>(Class<T> type) implements RowWriting<T> {
  RecordWriting {
    if (!type.isRecord() || type.getRecordComponents().length == 0) {
      throw new ConfigurationException(type.getName() + " is no record with components");
    }
    for (RecordComponent component : type.getRecordComponents()) {
      if (OutValue.of(ValueAdapter.valueClass(component)) == null) {
        throw new ConfigurationException(
            "component '"
                + component.getName()
                + "' of "
                + type.getSimpleName()
                + " is "
                + component.getGenericType().getTypeName()
                + ", which has no place in a Parquet column; map it to a text or a number");
      }
    }
  }

  @Override
  public MessageType schema() {
    List<Type> columns = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      OutValue value = OutValue.of(ValueAdapter.valueClass(component));
      columns.add(value.column(component.getName(), component.getType().isPrimitive()));
    }
    return new MessageType(type.getSimpleName(), columns);
  }

  @Override
  public Writer<T> writer() {
    RecordComponent[] components = type.getRecordComponents();
    String[] names = new String[components.length];
    MethodHandle[] getters = new MethodHandle[components.length];
    OutValue.Write[] writes = new OutValue.Write[components.length];
    for (int i = 0; i < components.length; i++) {
      names[i] = components[i].getName();
      getters[i] = getter(components[i]);
      writes[i] = OutValue.of(ValueAdapter.valueClass(components[i])).write();
    }
    return (row, out) -> {
      for (int i = 0; i < names.length; i++) {
        write(names[i], i, get(getters[i], row), writes[i], out);
      }
    };
  }

  static void write(
      String name, int column, Object value, OutValue.Write write, RecordConsumer out) {
    Object present = value instanceof Optional<?> optional ? optional.orElse(null) : value;
    if (present != null) {
      out.startField(name, column);
      write.write(present, out);
      out.endField(name, column);
    }
  }

  private static Object get(MethodHandle getter, Object row) {
    try {
      return (Object) getter.invokeExact(row);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalArgumentException("a component cannot be read: " + e, e);
    }
  }

  private static MethodHandle getter(RecordComponent component) {
    try {
      Method accessor = component.getAccessor();
      accessor.setAccessible(true);
      return MethodHandles.lookup()
          .unreflect(accessor)
          .asType(MethodType.methodType(Object.class, Object.class));
    } catch (ReflectiveOperationException | RuntimeException e) {
      throw new ConfigurationException(
          "component " + component + " cannot be read: " + e.getMessage(), e);
    }
  }
}
