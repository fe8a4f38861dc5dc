package dev.millrace.yaml.document;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Which records there are of an interface, by what {@code type} calls them: those that a sealed one
 * permits, and those that were added of any other. Immutable.
 */
public final class Kinds {
  private final Map<Class<?>, List<Class<? extends Record>>> open;

  private Kinds(Map<Class<?>, List<Class<? extends Record>>> open) {
    this.open = Map.copyOf(open);
  }

  /** Those of sealed interfaces alone. */
  public static Kinds none() {
    return new Kinds(Map.of());
  }

  /**
   * With the records of an interface.
   *
   * @throws IllegalArgumentException if two of them have one name
   */
  public Kinds with(Class<?> of, List<? extends Class<? extends Record>> records) {
    Map<Class<?>, List<Class<? extends Record>>> all = new HashMap<>(open);
    all.put(of, List.copyOf(records));
    Kinds more = new Kinds(all);
    more.byName(of);
    return more;
  }

  /** The records of an interface, in order. */
  Map<String, Class<? extends Record>> byName(Class<?> of) {
    List<Class<? extends Record>> records = open.containsKey(of) ? open.get(of) : permitted(of);
    Map<String, Class<? extends Record>> byName = new LinkedHashMap<>();
    for (Class<? extends Record> record : records) {
      Class<?> other = byName.putIfAbsent(name(record), record);
      if (other != null) {
        throw new IllegalArgumentException(
            record.getName() + " and " + other.getName() + " are both called " + name(record));
      }
    }
    return byName;
  }

  private static List<Class<? extends Record>> permitted(Class<?> sealed) {
    if (!sealed.isSealed()) {
      throw new IllegalArgumentException("no records are known of " + sealed);
    }
    List<Class<? extends Record>> records = new ArrayList<>();
    for (Class<?> of : sealed.getPermittedSubclasses()) {
      if (of.isInterface()) {
        records.addAll(permitted(of));
      } else {
        records.add(of.asSubclass(Record.class));
      }
    }
    return records;
  }

  private static String name(Class<? extends Record> record) {
    Kind kind = record.getAnnotation(Kind.class);
    if (kind != null && !kind.type().isEmpty()) {
      return kind.type();
    }
    String simple = record.getSimpleName();
    return simple.substring(0, 1).toLowerCase(Locale.ROOT) + simple.substring(1);
  }
}
