package dev.millrace.parquet;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What is made of a column's values, whichever format they come from; of the same form as the
 * {@link ColumnType}, so far as it is wanted. Immutable and thread-safe.
 */
sealed interface Assembly {
  Presence presence();

  /**
   * How many objects are made of a value at most, without what its lists and maps hold. Absent
   * fields count as others do: they have a place in what is made, and cost a file next to nothing.
   */
  default int objects() {
    return 1;
  }

  /**
   * Of single values.
   *
   * @param isSame whether a value that is not null is taken as it is
   * @param adapt of a value that is not null; throws IllegalArgumentException when it does not fit
   */
  record Scalar(Presence presence, boolean isSame, Function<Object, Object> adapt)
      implements Assembly {
    /** Whether a value that is not null stays as it is. */
    boolean isPlain() {
      return isSame && presence != Presence.OPTIONAL;
    }

    /**
     * @param value may be null
     * @throws IllegalArgumentException when it has no place
     */
    Object value(Object value) {
      return presence.of(value == null || isSame ? value : adapt.apply(value));
    }
  }

  /**
   * Of a struct's fields.
   *
   * @param parts in the order in which {@code make} takes their values
   * @param make must not keep the array; throws IllegalArgumentException when they do not fit
   */
  record Struct(Presence presence, List<Part> parts, Function<Object[], Object> make)
      implements Assembly {
    public Struct {
      parts = List.copyOf(parts);
    }

    @Override
    public int objects() {
      return 1 + parts.stream().mapToInt(part -> part.assembly().objects()).sum();
    }
  }

  /**
   * What is made of a field.
   *
   * @param field its place among the struct's fields; {@link #NONE} for what the struct lacks
   */
  record Part(String name, int field, Assembly assembly) {
    static final int NONE = -1;
  }

  /** Of a list's elements. */
  record ListOf(Presence presence, Assembly element, Function<List<Object>, Object> make)
      implements Assembly {}

  /** Of a list of numbers: a primitive array. */
  record VectorOf(Presence presence, VectorKind kind) implements Assembly {}

  /** Of a map's entries, in their order. */
  record MapOf(
      Presence presence, Assembly key, Assembly value, Function<Map<Object, Object>, Object> make)
      implements Assembly {
    int entryObjects() {
      return key.objects() + value.objects();
    }
  }
}
