package dev.millrace.file;

import dev.millrace.core.ConfigurationException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;

/** CSV files of a record's components, in their order. */
record RecordLines<T>(Class<T> type) implements LineFormat<T> {
  RecordLines {
    if (!type.isRecord()) {
      throw new ConfigurationException(
          type.getName() + " is no record; give a record, or columns with functions");
    }
  }

  @Override
  public String extension() {
    return "csv";
  }

  @Override
  public byte[] header() {
    ByteOutput out = new ByteOutput();
    CsvLine line = new CsvLine(out);
    for (RecordComponent component : type.getRecordComponents()) {
      line.text(component.getName());
    }
    line.end();
    return out.toBytes();
  }

  @Override
  public LineEncoder<T> encoder() {
    RecordComponent[] components = type.getRecordComponents();
    MethodHandle[] fields = new MethodHandle[components.length];
    for (int i = 0; i < fields.length; i++) {
      fields[i] = field(components[i]);
    }
    return (value, out) -> {
      CsvLine line = new CsvLine(out);
      try {
        for (MethodHandle field : fields) {
          field.invokeExact(line, (Object) value);
        }
      } catch (Exception | Error e) {
        throw e;
      } catch (Throwable e) {
        throw new AssertionError(e);
      }
      line.end();
    };
  }

  /** A function of line and record that writes the component without boxing it. */
  private static MethodHandle field(RecordComponent component) {
    MethodHandles.Lookup lookup = MethodHandles.lookup();
    try {
      Method accessor = component.getAccessor();
      accessor.setAccessible(true);
      MethodHandle get = lookup.unreflect(accessor);
      Class<?> type = component.getType();
      String name = "value";
      Class<?> parameter = Object.class;
      if (type == double.class || type == float.class) {
        name = "number";
        parameter = type;
      } else if (type == long.class
          || type == int.class
          || type == short.class
          || type == byte.class) {
        name = "whole";
        parameter = long.class;
      } else if (type == boolean.class) {
        name = "flag";
        parameter = type;
      }
      MethodHandle write =
          lookup.findVirtual(CsvLine.class, name, MethodType.methodType(void.class, parameter));
      MethodHandle typed = write.asType(MethodType.methodType(void.class, CsvLine.class, type));
      MethodHandle field = MethodHandles.filterArguments(typed, 1, get);
      return field.asType(MethodType.methodType(void.class, CsvLine.class, Object.class));
    } catch (ReflectiveOperationException | RuntimeException e) {
      throw new ConfigurationException(
          "component " + component + " cannot be read: " + e.getMessage(), e);
    }
  }
}
