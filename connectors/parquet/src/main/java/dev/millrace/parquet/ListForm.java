package dev.millrace.parquet;

import java.util.Optional;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapKeyValueTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapLogicalTypeAnnotation;
import org.apache.parquet.schema.Type;

/**
 * How a list or a map is laid out in a file's schema, by the rules of the format's <a
 * href="https://github.com/apache/parquet-format/blob/master/LogicalTypes.md#nested-types">LogicalTypes</a>,
 * with those for older writers.
 *
 * @param repeated what is repeated
 * @param element of a list: {@code repeated} itself in lists of two levels, its only field in those
 *     of three
 */
record ListForm(Type repeated, Type element) {
  /** Whether a type is annotated as a list. */
  static boolean isList(Type type) {
    return type.getLogicalTypeAnnotation() instanceof ListLogicalTypeAnnotation;
  }

  /** Whether a type is annotated as a map, in the older way too. */
  static boolean isMap(Type type) {
    return type.getLogicalTypeAnnotation() instanceof MapLogicalTypeAnnotation
        || type.getLogicalTypeAnnotation() instanceof MapKeyValueTypeAnnotation;
  }

  /** That of a list; empty when it is malformed. */
  static Optional<ListForm> ofList(GroupType list) {
    return repeated(list)
        .map(
            repeated ->
                new ListForm(repeated, isElement(repeated, list) ? repeated : only(repeated)));
  }

  /** The repeated group of a map's keys, its first field, and values; empty when malformed. */
  static Optional<GroupType> ofMap(GroupType map) {
    return repeated(map)
        .filter(repeated -> !repeated.isPrimitive())
        .map(Type::asGroupType)
        .filter(entry -> entry.getFieldCount() == 2);
  }

  private static Optional<Type> repeated(GroupType outer) {
    boolean isWhole =
        outer.getFieldCount() == 1 && outer.getType(0).isRepetition(Type.Repetition.REPEATED);
    return isWhole ? Optional.of(outer.getType(0)) : Optional.empty();
  }

  private static Type only(Type group) {
    return group.asGroupType().getType(0);
  }

  /** Whether a list has two levels. */
  private static boolean isElement(Type repeated, GroupType list) {
    return repeated.isPrimitive()
        || repeated.asGroupType().getFieldCount() > 1
        || only(repeated).isRepetition(Type.Repetition.REPEATED)
        || repeated.getName().equals("array")
        || repeated.getName().equals(list.getName() + "_tuple");
  }

  /** Whether the list has three levels. */
  boolean isStandard() {
    return !repeated.equals(element);
  }
}
