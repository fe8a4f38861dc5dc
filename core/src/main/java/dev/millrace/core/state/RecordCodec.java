package dev.millrace.core.state;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.row.RecordConstructor;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;

/**
 * A record, component by component in the order of its declaration. The layout tells names and
 * types: {@code record(amount:f64,at:instant)}.
 */
final class RecordCodec<S> implements StateCodec<S> {
  private static final long serialVersionUID = 1L;

  private final Class<S> type;
  private final transient String layout;
  private final transient List<Component> components;
  private final transient MethodHandle constructor;

  private record Component(String name, StateCodec<Object> codec, MethodHandle accessor) {}

  /**
   * @param within the records that this one is a part of
   */
  RecordCodec(Class<S> type, List<Class<?>> within) {
    this.type = type;
    if (!type.isRecord() || type.getRecordComponents().length == 0) {
      throw new ConfigurationException(
          "expected a record with at least one component, got " + type);
    }
    this.components = components(type, within);
    this.constructor = RecordConstructor.of(type);
    StringBuilder text = new StringBuilder();
    for (Component component : components) {
      text.append(text.isEmpty() ? "record(" : ",")
          .append(component.name)
          .append(':')
          .append(component.codec.layout());
    }
    this.layout = text.append(')').toString();
  }

  @Override
  public String layout() {
    return layout;
  }

  @Override
  public void write(S value, DataOutput out) throws IOException {
    for (Component component : components) {
      Object part = invoke(() -> (Object) component.accessor.invokeExact((Object) value));
      if (part == null) {
        throw new IOException(
            type.getSimpleName() + "." + component.name + " is null; make it an Optional");
      }
      component.codec.write(part, out);
    }
  }

  @Override
  @SuppressWarnings("unchecked") // the constructor of S gives an S
  public S read(DataInput in) throws IOException {
    Object[] parts = new Object[components.size()];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = components.get(i).codec.read(in);
    }
    return (S) invoke(() -> (Object) constructor.invokeExact(parts));
  }

  /** Handles do not travel; the other side makes its own. */
  private Object readResolve() {
    return new RecordCodec<>(type, List.of());
  }

  @SuppressWarnings("unchecked") // a codec chosen by the type of the component
  private static List<Component> components(Class<?> type, List<Class<?>> within) {
    List<Class<?>> deeper = new ArrayList<>(within);
    deeper.add(type);
    List<Component> components = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      String where = type.getSimpleName() + "." + component.getName();
      StateCodec<?> codec = CodecByType.of(component.getGenericType(), where, deeper);
      try {
        component.getAccessor().setAccessible(true);
        MethodHandle accessor =
            MethodHandles.lookup()
                .unreflect(component.getAccessor())
                .asType(MethodType.methodType(Object.class, Object.class));
        components.add(new Component(component.getName(), (StateCodec<Object>) codec, accessor));
      } catch (IllegalAccessException | RuntimeException e) {
        throw new ConfigurationException(where + " cannot be read; open its package", e);
      }
    }
    return List.copyOf(components);
  }

  private interface Call {
    Object run() throws Throwable;
  }

  /** A compact constructor that refuses what was read makes the bytes wrong, not the program. */
  private Object invoke(Call call) throws IOException {
    try {
      return call.run();
    } catch (Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IOException(type.getSimpleName() + ": " + e.getMessage(), e);
    }
  }
}
