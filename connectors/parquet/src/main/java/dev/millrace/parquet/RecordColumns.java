package dev.millrace.parquet;

import dev.millrace.core.ConfigurationException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The columns of records. */
final class RecordColumns {
  private RecordColumns() {}

  /** Where in a record, and in which column, a value is. */
  private record At(RecordComponent component, String path, int depth) {
    At within(String step) {
      return new At(component, path + step, depth + 1);
    }
  }

  /**
   * @throws ConfigurationException when the type is no record with components, or one has no place
   *     in a column
   */
  static OutStruct of(Class<?> type) {
    return struct(type, "", 0);
  }

  private static OutStruct struct(Class<?> type, String path, int depth) {
    RecordComponent[] components = RecordComponents.of(type);
    List<OutField> fields = new ArrayList<>();
    MethodHandle[] getters = new MethodHandle[components.length];
    for (int i = 0; i < components.length; i++) {
      RecordComponent component = components[i];
      String name = component.getName();
      At at = new At(component, path + name, depth);
      fields.add(field(name, component.getGenericType(), component.getType().isPrimitive(), at));
      getters[i] = getter(component);
    }
    return new OutStruct(fields, (row, field) -> get(getters[field], row));
  }

  /**
   * @param isRequired whether a value that is not Optional must be there
   */
  private static OutField field(String name, Type declared, boolean isRequired, At at) {
    if (declared instanceof ParameterizedType generic && generic.getRawType() == Optional.class) {
      return new OutField(at.path(), name, false, value(generic.getActualTypeArguments()[0], at));
    }
    return new OutField(at.path(), name, isRequired, value(declared, at));
  }

  private static OutValue value(Type declared, At at) {
    OutValue value =
        declared instanceof ParameterizedType generic ? generic(generic, at) : plain(declared, at);
    if (value == null) {
      throw refused(at);
    }
    return value;
  }

  private static OutValue plain(Type declared, At at) {
    if (!(declared instanceof Class<?> type)) {
      return null;
    }
    if (at.depth() == ColumnType.MOST_DEPTH) {
      return OutScalar.of(ScalarFit.boxed(type));
    }
    Optional<VectorKind> vector = VectorKind.of(type);
    if (vector.isPresent()) {
      return new OutVector(vector.get());
    }
    return type.isRecord()
        ? struct(type, at.path() + ".", at.depth() + 1)
        : OutScalar.of(ScalarFit.boxed(type));
  }

  private static OutValue generic(ParameterizedType generic, At at) {
    Type[] arguments = generic.getActualTypeArguments();
    if (at.depth() == ColumnType.MOST_DEPTH) {
      return null;
    }
    if (generic.getRawType() == List.class) {
      return new OutList(
          field(OutList.ELEMENT, arguments[0], true, at.within("[]")), list -> (List<?>) list);
    }
    if (generic.getRawType() == Map.class) {
      OutField key = new OutField(at.path() + ".key", OutMap.KEY, true, key(arguments[0], at));
      OutField value = field(OutMap.VALUE, arguments[1], true, at.within(".value"));
      return new OutMap(key, value, map -> ((Map<?, ?>) map).entrySet().iterator());
    }
    return null;
  }

  private static OutValue key(Type declared, At at) {
    OutValue key =
        declared instanceof Class<?> type && type != byte[].class
            ? OutScalar.of(ScalarFit.boxed(type))
            : null;
    if (key == null) {
      throw refused(at);
    }
    return key;
  }

  private static ConfigurationException refused(At at) {
    RecordComponent component = at.component();
    return new ConfigurationException(
        "component '"
            + component.getName()
            + "' of "
            + component.getDeclaringRecord().getSimpleName()
            + " is "
            + component.getGenericType().getTypeName()
            + (at.depth() == ColumnType.MOST_DEPTH
                ? ", which nests more than "
                    + ColumnType.MOST_DEPTH
                    + " levels deep; a record must not hold itself"
                : ", which has no place in a Parquet column; map it to a text, a number, a record,"
                    + " or a List or Map of these"));
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
