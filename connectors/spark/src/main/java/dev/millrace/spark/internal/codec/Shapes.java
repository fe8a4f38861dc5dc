package dev.millrace.spark.internal.codec;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.row.Row;
import java.io.IOException;
import java.io.Serializable;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Chooses a {@link Shape} per class, once. */
final class Shapes {
  private static final ClassValue<Shape> SHAPES =
      new ClassValue<>() {
        @Override
        protected Shape computeValue(Class<?> type) {
          return choose(type);
        }
      };

  private static final Map<Class<?>, Shape> KNOWN = known();

  private Shapes() {}

  static Shape of(Class<?> type) {
    return SHAPES.get(type);
  }

  private static Shape choose(Class<?> type) {
    Shape known = KNOWN.get(type);
    if (known != null) {
      return known;
    }
    if (type.isRecord()) {
      return RecordShape.of(type);
    }
    if (Enum.class.isAssignableFrom(type)) {
      return Shapes::writeEnum;
    }
    if (type.isArray()) {
      return type.getComponentType().isPrimitive() ? Arrays.shape(type) : Shapes::writeObjects;
    }
    Shape collection = hiddenCollection(type);
    if (collection != null) {
      return collection;
    }
    if (Serializable.class.isAssignableFrom(type)) {
      return (value, to) -> to.writeOther(value);
    }
    throw new ConfigurationException(
        "a value of "
            + type.getName()
            + " cannot be sent to another machine; make the class a record or let it implement"
            + " java.io.Serializable");
  }

  /**
   * Collections whose class nobody can name, such as those of {@code List.of}, may come back as
   * others of their interface.
   */
  private static Shape hiddenCollection(Class<?> type) {
    if (Modifier.isPublic(type.getModifiers()) || !type.getPackageName().equals("java.util")) {
      return null;
    }
    if (SortedMap.class.isAssignableFrom(type) || SortedSet.class.isAssignableFrom(type)) {
      return null;
    }
    if (List.class.isAssignableFrom(type)) {
      return elements(Tags.LIST);
    }
    if (Set.class.isAssignableFrom(type)) {
      return elements(Tags.LINKED_SET);
    }
    return Map.class.isAssignableFrom(type) ? entries(Tags.LINKED_MAP) : null;
  }

  private static Map<Class<?>, Shape> known() {
    Map<Class<?>, Shape> known = new HashMap<>();
    known.put(Boolean.class, (v, to) -> to.out().write((Boolean) v ? Tags.TRUE : Tags.FALSE));
    known.put(Byte.class, (v, to) -> to.tagged(Tags.BYTE).writeByte((Byte) v));
    known.put(Short.class, (v, to) -> to.tagged(Tags.SHORT).writeShort((Short) v));
    known.put(Character.class, (v, to) -> to.tagged(Tags.CHAR).writeChar((Character) v));
    known.put(Integer.class, (v, to) -> to.tagged(Tags.INT).writeInt((Integer) v));
    known.put(Long.class, (v, to) -> to.tagged(Tags.LONG).writeLong((Long) v));
    known.put(Float.class, (v, to) -> to.tagged(Tags.FLOAT).writeFloat((Float) v));
    known.put(Double.class, (v, to) -> to.tagged(Tags.DOUBLE).writeDouble((Double) v));
    known.put(String.class, (v, to) -> to.writeText(Tags.STRING, (String) v));
    known.put(Optional.class, (v, to) -> writeOptional((Optional<?>) v, to));
    known.put(Instant.class, (v, to) -> writeInstant((Instant) v, to));
    known.put(Duration.class, (v, to) -> writeDuration((Duration) v, to));
    known.put(Row.class, (v, to) -> to.writeRow((Row) v));
    known.put(ArrayList.class, elements(Tags.LIST));
    known.put(HashSet.class, elements(Tags.HASH_SET));
    known.put(LinkedHashSet.class, elements(Tags.LINKED_SET));
    known.put(HashMap.class, entries(Tags.HASH_MAP));
    known.put(LinkedHashMap.class, entries(Tags.LINKED_MAP));
    Shape sortedSet = elements(Tags.TREE_SET);
    known.put(
        TreeSet.class,
        (v, to) -> {
          if (((TreeSet<?>) v).comparator() == null) {
            sortedSet.write(v, to);
          } else {
            to.writeOther(v);
          }
        });
    Shape sortedMap = entries(Tags.TREE_MAP);
    known.put(
        TreeMap.class,
        (v, to) -> {
          if (((TreeMap<?, ?>) v).comparator() == null) {
            sortedMap.write(v, to);
          } else {
            to.writeOther(v);
          }
        });
    return known;
  }

  private static Shape elements(int tag) {
    return (value, to) -> {
      Collection<?> collection = (Collection<?>) value;
      to.tagged(tag).writeInt(collection.size());
      for (Object element : collection) {
        to.write(element);
      }
    };
  }

  private static Shape entries(int tag) {
    return (value, to) -> {
      Map<?, ?> map = (Map<?, ?>) value;
      to.tagged(tag).writeInt(map.size());
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        to.write(entry.getKey());
        to.write(entry.getValue());
      }
    };
  }

  @SuppressWarnings("EnumOrdinal") // both ends run the same classes
  private static void writeEnum(Object value, BlockEncoder to) {
    Enum<?> constant = (Enum<?>) value;
    to.out().write(Tags.ENUM);
    to.writeClass(constant.getDeclaringClass());
    to.out().writeInt(constant.ordinal());
  }

  private static void writeOptional(Optional<?> value, BlockEncoder to) throws IOException {
    if (value.isPresent()) {
      to.out().write(Tags.PRESENT);
      to.write(value.get());
    } else {
      to.out().write(Tags.NOTHING);
    }
  }

  private static void writeInstant(Instant value, BlockEncoder to) {
    to.tagged(Tags.INSTANT).writeLong(value.getEpochSecond());
    to.out().writeInt(value.getNano());
  }

  private static void writeDuration(Duration value, BlockEncoder to) {
    to.tagged(Tags.DURATION).writeLong(value.getSeconds());
    to.out().writeInt(value.getNano());
  }

  private static void writeObjects(Object value, BlockEncoder to) throws IOException {
    Object[] array = (Object[]) value;
    to.out().write(Tags.OBJECTS);
    to.writeClass(array.getClass().getComponentType());
    to.out().writeInt(array.length);
    for (Object element : array) {
      to.write(element);
    }
  }
}
