package dev.millrace.spark.internal.codec;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.row.RecordConstructor;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;

/** Takes records of one class apart and puts them together again, by their components. */
final class RecordShape implements Shape {
  private static final ClassValue<RecordShape> SHAPES =
      new ClassValue<>() {
        @Override
        protected RecordShape computeValue(Class<?> type) {
          return new RecordShape(type);
        }
      };

  private final Class<?> type;
  private final Class<?>[] kinds;
  private final MethodHandle[] getters;
  private final MethodHandle constructor;

  private RecordShape(Class<?> type) {
    this.type = type;
    RecordComponent[] components = type.getRecordComponents();
    kinds = new Class<?>[components.length];
    getters = new MethodHandle[components.length];
    try {
      for (int i = 0; i < components.length; i++) {
        Class<?> kind = components[i].getType();
        kinds[i] = kind.isPrimitive() ? kind : Object.class;
        Method accessor = components[i].getAccessor();
        accessor.setAccessible(true);
        getters[i] =
            MethodHandles.lookup()
                .unreflect(accessor)
                .asType(MethodType.methodType(kinds[i], Object.class));
      }
      constructor = RecordConstructor.of(type);
    } catch (ReflectiveOperationException | RuntimeException e) {
      throw new ConfigurationException(
          "records of "
              + type.getName()
              + " cannot be taken apart to send them; make the record public or open its package",
          e);
    }
  }

  static RecordShape of(Class<?> type) {
    return SHAPES.get(type);
  }

  @Override
  public void write(Object value, BlockEncoder to) {
    to.out().write(Tags.RECORD);
    to.writeClass(type);
    try {
      for (int i = 0; i < getters.length; i++) {
        writeComponent(kinds[i], getters[i], value, to);
      }
    } catch (Error | RuntimeException e) {
      throw e;
    } catch (Throwable e) {
      throw new ConfigurationException("cannot read a record of " + type.getName(), e);
    }
  }

  private static void writeComponent(
      Class<?> kind, MethodHandle getter, Object value, BlockEncoder to) throws Throwable {
    if (kind == Object.class) {
      to.write((Object) getter.invokeExact(value));
    } else if (kind == double.class) {
      to.out().writeDouble((double) getter.invokeExact(value));
    } else if (kind == long.class) {
      to.out().writeLong((long) getter.invokeExact(value));
    } else if (kind == int.class) {
      to.out().writeInt((int) getter.invokeExact(value));
    } else if (kind == boolean.class) {
      to.out().writeBoolean((boolean) getter.invokeExact(value));
    } else if (kind == float.class) {
      to.out().writeFloat((float) getter.invokeExact(value));
    } else if (kind == byte.class) {
      to.out().writeByte((byte) getter.invokeExact(value));
    } else if (kind == short.class) {
      to.out().writeShort((short) getter.invokeExact(value));
    } else {
      to.out().writeChar((char) getter.invokeExact(value));
    }
  }

  Object read(BlockDecoder from) throws IOException {
    Object[] values = new Object[kinds.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = readComponent(kinds[i], from);
    }
    try {
      return (Object) constructor.invokeExact(values);
    } catch (Error | RuntimeException e) {
      throw e;
    } catch (Throwable e) {
      throw new ConfigurationException(
          "a record of " + type.getName() + " refuses the components that it had", e);
    }
  }

  private static Object readComponent(Class<?> kind, BlockDecoder from) throws IOException {
    if (kind == Object.class) {
      return from.read();
    } else if (kind == double.class) {
      return from.in().readDouble();
    } else if (kind == long.class) {
      return from.in().readLong();
    } else if (kind == int.class) {
      return from.in().readInt();
    } else if (kind == boolean.class) {
      return from.in().readBoolean();
    } else if (kind == float.class) {
      return from.in().readFloat();
    } else if (kind == byte.class) {
      return from.in().readByte();
    } else if (kind == short.class) {
      return from.in().readShort();
    }
    return from.in().readChar();
  }
}
