package dev.millrace.parquet;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.row.RecordConstructor;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Makes records, and what they hold, of a file's columns.
 *
 * @param file for messages
 */
record RecordAssembly(String file) {
  /** Where in a record, and of which column, a value is. */
  private record At(RecordComponent component, String path) {
    At within(String step) {
      return new At(component, path + step);
    }
  }

  /**
   * @param path of the struct; empty for the row
   * @throws ConfigurationException when the type has no components, or a column does not fit, or is
   *     not there and its component is not Optional
   */
  Assembly.Struct struct(Class<?> type, ColumnType.Struct struct, Presence presence, String path) {
    List<Assembly.Part> parts = new ArrayList<>();
    List<String> names = struct.names();
    for (RecordComponent component : RecordComponents.of(type)) {
      String name = component.getName();
      int field = names.indexOf(name);
      boolean isNeeded = component.getType() != Optional.class;
      if (field < 0 && isNeeded) {
        throw new ConfigurationException(
            missing(type, path + name) + "; there are " + names + "; make it Optional if it may");
      }
      Assembly assembly =
          field < 0
              ? new Assembly.Scalar(Presence.OPTIONAL, true, Function.identity())
              : value(
                  component.getGenericType(),
                  struct.fields().get(field).type(),
                  isNeeded && component.getType().isPrimitive()
                      ? Presence.REQUIRED
                      : Presence.NULLABLE,
                  new At(component, path + name));
      parts.add(new Assembly.Part(name, Math.max(field, Assembly.Part.NONE), assembly));
    }
    if (parts.stream().allMatch(part -> part.field() == Assembly.Part.NONE)) {
      throw new ConfigurationException(
          missing(type, path + parts.get(0).name())
              + ", nor any other of its components; there are "
              + names);
    }
    return new Assembly.Struct(presence, parts, maker(type));
  }

  private String missing(Class<?> type, String path) {
    return file + ": no column '" + path + "', which " + type.getSimpleName() + " needs";
  }

  private Assembly value(Type declared, ColumnType column, Presence presence, At at) {
    if (declared instanceof Class<?> type) {
      return plain(type, column, presence, at);
    }
    if (declared instanceof ParameterizedType generic) {
      Type[] arguments = generic.getActualTypeArguments();
      if (generic.getRawType() == Optional.class && presence != Presence.OPTIONAL) {
        return value(arguments[0], column, Presence.OPTIONAL, at);
      }
      if (generic.getRawType() == List.class && column instanceof ColumnType.ListOf list) {
        Assembly element = value(arguments[0], list.element(), Presence.REQUIRED, at.within("[]"));
        return new Assembly.ListOf(presence, element, List::copyOf);
      }
      if (generic.getRawType() == Map.class && column instanceof ColumnType.MapOf map) {
        return new Assembly.MapOf(
            presence,
            value(arguments[0], map.key(), Presence.REQUIRED, at.within(".key")),
            value(arguments[1], map.value(), Presence.REQUIRED, at.within(".value")),
            Collections::unmodifiableMap);
      }
    }
    throw mismatch(column, at);
  }

  private Assembly plain(Class<?> type, ColumnType column, Presence presence, At at) {
    if (column instanceof ColumnType.Scalar scalar) {
      Class<?> wanted = ScalarFit.boxed(type);
      Function<Object, Object> adapt = ScalarFit.of(wanted, scalar.kind());
      if (adapt != null) {
        return new Assembly.Scalar(presence, wanted == scalar.kind().type(), adapt);
      }
    } else if (column instanceof ColumnType.Struct struct && type.isRecord()) {
      return struct(type, struct, presence, at.path() + ".");
    } else if (column instanceof ColumnType.ListOf list
        && list.element() instanceof ColumnType.Scalar element) {
      Optional<VectorKind> vector = VectorKind.of(type).filter(kind -> kind.takes(element.kind()));
      if (vector.isPresent()) {
        return new Assembly.VectorOf(presence, vector.get());
      }
    }
    throw mismatch(column, at);
  }

  private ConfigurationException mismatch(ColumnType column, At at) {
    return new ConfigurationException(
        file
            + ": column '"
            + at.path()
            + "' holds "
            + column
            + ", but component '"
            + at.component().getName()
            + "' of "
            + at.component().getDeclaringRecord().getSimpleName()
            + " is "
            + at.component().getGenericType().getTypeName()
            + "; change one of them");
  }

  private static Function<Object[], Object> maker(Class<?> type) {
    MethodHandle constructor = RecordConstructor.of(type);
    return values -> {
      try {
        return (Object) constructor.invokeExact(values);
      } catch (RuntimeException e) {
        throw new IllegalArgumentException("the record's constructor refused the values: " + e, e);
      } catch (Error e) {
        throw e;
      } catch (Throwable e) {
        throw new IllegalArgumentException("the record's constructor failed: " + e, e);
      }
    };
  }
}
