package dev.millrace.core.row;

import dev.millrace.core.ConfigurationException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;

/** Makes records of their components. */
public final class RecordConstructor {
  /** One for each class, as each handle is compiled anew. */
  private static final ClassValue<MethodHandle> CONSTRUCTORS =
      new ClassValue<>() {
        @Override
        protected MethodHandle computeValue(Class<?> type) {
          return find(type);
        }
      };

  private RecordConstructor() {}

  /**
   * The canonical constructor of a record class, of type {@code (Object[])Object}: one element per
   * component, in order. Thread-safe.
   *
   * @throws ConfigurationException when it cannot be called from here
   */
  public static MethodHandle of(Class<?> type) {
    return CONSTRUCTORS.get(type);
  }

  private static MethodHandle find(Class<?> type) {
    Class<?>[] types =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      Constructor<?> canonical = type.getDeclaredConstructor(types);
      canonical.setAccessible(true);
      return MethodHandles.lookup()
          .unreflectConstructor(canonical)
          .asSpreader(Object[].class, types.length)
          .asType(MethodType.methodType(Object.class, Object[].class));
    } catch (ReflectiveOperationException | RuntimeException e) {
      throw new ConfigurationException(type + " cannot be made; open its package", e);
    }
  }
}
