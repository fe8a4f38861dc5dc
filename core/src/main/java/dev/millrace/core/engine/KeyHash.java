package dev.millrace.core.engine;

import dev.millrace.core.ConfigurationException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Hash codes that say the same in every JVM, chosen once per class. An enum is hashed by its name;
 * a record that has an enum somewhere inside, or may have one, component by component; everything
 * else by its own {@code hashCode}, unless that is the one of {@code Object}.
 */
final class KeyHash {
  /** The hash of one class of keys. */
  @FunctionalInterface
  private interface Hasher {
    int hash(Object key);
  }

  private static final Hasher OWN = Object::hashCode;

  private static final ClassValue<Hasher> HASHERS =
      new ClassValue<>() {
        @Override
        protected Hasher computeValue(Class<?> type) {
          return hasher(type);
        }
      };

  private KeyHash() {}

  static int of(Object key) {
    if (key instanceof String text) {
      return text.hashCode();
    }
    if (key == null) {
      throw new ConfigurationException(
          "a key is null; filter such records out or give them a key of their own");
    }
    return HASHERS.get(key.getClass()).hash(key);
  }

  private static int ofPart(Object part) {
    return part == null ? 0 : of(part);
  }

  private static Hasher hasher(Class<?> type) {
    if (Enum.class.isAssignableFrom(type)) {
      return key -> ((Enum<?>) key).name().hashCode();
    }
    if (List.class.isAssignableFrom(type)) {
      return key -> ofSequence((List<?>) key);
    }
    if (Set.class.isAssignableFrom(type)) {
      return key -> ((Set<?>) key).stream().mapToInt(KeyHash::ofPart).sum();
    }
    if (Map.class.isAssignableFrom(type)) {
      return key -> ofEntries((Map<?, ?>) key);
    }
    if (type == Optional.class) {
      return key -> ofPart(((Optional<?>) key).orElse(null));
    }
    if (type.isArray()
        || declaring(type, "hashCode") == Object.class
        || declaring(type, "equals", Object.class) == Object.class) {
      throw new ConfigurationException(
          "keys or parts of keys of "
              + type
              + " compare by identity, which differs between JVMs; use strings, numbers, enums, or"
              + " records of those");
    }
    return type.isRecord() && !isPlainRecord(type) ? new RecordHasher(type) : OWN;
  }

  private static int ofSequence(List<?> key) {
    int hash = 1;
    for (Object part : key) {
      hash = 31 * hash + ofPart(part);
    }
    return hash;
  }

  private static int ofEntries(Map<?, ?> key) {
    int hash = 0;
    for (Map.Entry<?, ?> entry : key.entrySet()) {
      hash += ofPart(entry.getKey()) ^ ofPart(entry.getValue());
    }
    return hash;
  }

  /** Whether the record's own hash code is known to depend on nothing that differs. */
  private static boolean isPlainRecord(Class<?> type) {
    for (RecordComponent component : type.getRecordComponents()) {
      Class<?> part = component.getType();
      boolean known = Modifier.isFinal(part.getModifiers()) && !part.isRecord();
      if (!part.isPrimitive() && !(known && HASHERS.get(part) == OWN)) {
        return false;
      }
    }
    return true;
  }

  private static Class<?> declaring(Class<?> type, String method, Class<?>... parameters) {
    try {
      return type.getMethod(method, parameters).getDeclaringClass();
    } catch (NoSuchMethodException e) {
      throw new AssertionError("every class has " + method, e);
    }
  }

  private static final class RecordHasher implements Hasher {
    private final Class<?> type;
    private final MethodHandle[] parts;

    RecordHasher(Class<?> type) {
      this.type = type;
      RecordComponent[] components = type.getRecordComponents();
      this.parts = new MethodHandle[components.length];
      for (int i = 0; i < parts.length; i++) {
        parts[i] = reader(components[i].getAccessor());
      }
    }

    @Override
    public int hash(Object key) {
      int hash = 0;
      for (MethodHandle part : parts) {
        hash = 31 * hash + ofPart(read(part, key));
      }
      return hash;
    }

    private Object read(MethodHandle part, Object key) {
      try {
        return (Object) part.invokeExact(key);
      } catch (Error | RuntimeException e) {
        throw e;
      } catch (Throwable e) {
        throw new ConfigurationException("cannot read key of " + type, e);
      }
    }

    private MethodHandle reader(Method accessor) {
      try {
        accessor.setAccessible(true);
        return MethodHandles.lookup()
            .unreflect(accessor)
            .asType(MethodType.methodType(Object.class, Object.class));
      } catch (IllegalAccessException | RuntimeException e) {
        throw new ConfigurationException(
            "keys of " + type + " cannot be read; make the record public or open its package", e);
      }
    }
  }
}
