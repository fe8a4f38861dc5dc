package dev.millrace.core.engine;

import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;

/**
 * The way from an object to what keeps it from being serialized. Goes down into the first part that
 * cannot be serialized by itself, as far as parts can be read, and stops at the first that is not
 * {@link Serializable}.
 */
final class ShippingPath {
  private static final String INTERNAL = "dev.millrace.core.internal.";

  private static final String ADVICE =
      " Capture a value instead (copy what is needed into a local variable), let the class"
          + " implement java.io.Serializable, or make the object inside mapPartitions.";

  private static final String ADVICE_ON_THIS =
      " A lambda that uses a field or a method of the object around it takes the whole object"
          + " along; copy the field into a local variable or make the method static.";

  private final StringBuilder text = new StringBuilder("it");
  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
  private boolean throughThis;
  private Object end;
  private Exception refusal;

  private ShippingPath(Object start, Exception refusal) {
    this.end = start;
    this.refusal = refusal;
  }

  /** Text for people, with advice at its end. */
  static String of(Object start, Exception refusal) {
    ShippingPath path = new ShippingPath(start, refusal);
    while (path.seen.add(path.end) && path.end instanceof Serializable && path.descend()) {}
    return path.text();
  }

  private String text() {
    if (!(end instanceof Serializable)) {
      text.append(", which is not Serializable.");
    } else {
      text.append(", which cannot be written: ").append(reason());
    }
    return text.append(throughThis ? ADVICE_ON_THIS : "").append(ADVICE).toString();
  }

  private String reason() {
    String message = refusal.getMessage();
    return message == null ? refusal.getClass().getName() + "." : message + ".";
  }

  /** Whether there was a part to go on to. */
  private boolean descend() {
    CapturedArguments captured = CapturedArguments.of(end);
    if (captured != null) {
      return captured.anyMatch(this::follow);
    }
    end = replacement(end);
    if (end instanceof Map<?, ?> map) {
      return descendMap(map);
    }
    if (end instanceof Iterable<?> elements && isOfTheJdk(end)) {
      int number = 0;
      for (Iterator<?> each = elements.iterator(); each.hasNext(); number++) {
        if (follow("element " + number, each.next())) {
          return true;
        }
      }
      return false;
    }
    return end.getClass().isArray() ? descendArray() : descendFields();
  }

  /** What {@code value} lets stand for itself on the way, or itself. */
  private static Object replacement(Object value) {
    Method replace = declared(value.getClass(), "writeReplace");
    if (replace == null) {
      return value;
    }
    try {
      replace.setAccessible(true);
      Object replaced = replace.invoke(value);
      return replaced == null ? value : replaced;
    } catch (ReflectiveOperationException | RuntimeException e) {
      return value; // it throws, which is then the refusal, or is closed to us
    }
  }

  private static Method declared(Class<?> type, String name, Class<?>... parameters) {
    try {
      return type.getDeclaredMethod(name, parameters);
    } catch (NoSuchMethodException e) {
      return null;
    }
  }

  private boolean descendMap(Map<?, ?> map) {
    int number = 0;
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      if (follow("key of entry " + number, entry.getKey())
          || follow("value of entry " + number, entry.getValue())) {
        return true;
      }
      number++;
    }
    return false;
  }

  private boolean descendArray() {
    if (end.getClass().getComponentType().isPrimitive()) {
      return false;
    }
    for (int i = 0; i < Array.getLength(end); i++) {
      if (follow("element " + i, Array.get(end, i))) {
        return true;
      }
    }
    return false;
  }

  private boolean descendFields() {
    Object owner = end;
    for (Class<?> type = owner.getClass();
        type != null && Serializable.class.isAssignableFrom(type);
        type = type.getSuperclass()) {
      if (declared(type, "writeObject", ObjectOutputStream.class) != null) {
        continue; // it decides itself what is written
      }
      for (Field field : type.getDeclaredFields()) {
        int modifiers = field.getModifiers();
        if (!Modifier.isStatic(modifiers)
            && !Modifier.isTransient(modifiers)
            && !field.getType().isPrimitive()
            && follow(named(field), read(field, owner))) {
          return true;
        }
      }
    }
    return false;
  }

  /** What a field is to the one who wrote the class; compilers have their names for captures. */
  private static String named(Field field) {
    String name = field.getName();
    if (name.startsWith("this$")) {
      return "captured this";
    }
    return name.startsWith("val$")
        ? "captured variable " + name.substring("val$".length())
        : "field " + name;
  }

  /** The field's value; null also if it cannot be read. */
  private static Object read(Field field, Object owner) {
    try {
      field.setAccessible(true);
      return field.get(owner);
    } catch (IllegalAccessException | RuntimeException e) {
      return null; // a closed module: the path ends above it
    }
  }

  private static boolean isOfTheJdk(Object value) {
    return value.getClass().getName().startsWith("java.");
  }

  /** Goes on to {@code part} if it is what cannot be serialized. */
  private boolean follow(String step, Object part) {
    if (part == null || seen.contains(part)) {
      return false;
    }
    Exception found = ShippingCheck.refusal(part);
    if (found == null) {
      return false;
    }
    boolean fromOutside = !end.getClass().getName().startsWith(INTERNAL);
    if (fromOutside || !(part instanceof Serializable)) {
      text.append(" -> ").append(step).append(" (").append(nameOf(part)).append(')');
    }
    throughThis |= step.equals("captured this");
    end = part;
    refusal = found;
    return true;
  }

  private static String nameOf(Object part) {
    Class<?> type = part.getClass();
    return type.isSynthetic() || type.isHidden() ? "a lambda" : type.getTypeName();
  }
}
