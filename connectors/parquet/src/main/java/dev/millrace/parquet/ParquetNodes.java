package dev.millrace.parquet;

import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;

/** Makes what reads rows: nodes for those of a file's columns that are wanted. */
final class ParquetNodes {
  private final RowFaults faults;
  private final List<ParquetLeaf> leaves = new ArrayList<>();

  /**
   * Reads rows.
   *
   * @param schema the columns that are read
   * @param leaves where each of them stands, in the schema's order
   */
  record Rows(StructNode node, MessageType schema, List<ParquetLeaf> leaves) {}

  /** A node, and what it reads of the file's schema. */
  private record Built(ParquetNode node, Type type) {}

  /**
   * A place in a schema.
   *
   * @param level the definition level that says that it is there
   * @param repetition how many lists it lies in
   */
  private record At(String path, int level, int repetition) {
    At of(Type type) {
      return type.isRepetition(Type.Repetition.OPTIONAL)
          ? new At(path, level + 1, repetition)
          : this;
    }

    At field(String name) {
      return new At(path.isEmpty() ? name : path + "." + name, level, repetition);
    }

    /** What a list or map at this place holds. */
    At element(String step) {
      return new At(path + step, level + 1, repetition + 1);
    }
  }

  private ParquetNodes(RowFaults faults) {
    this.faults = faults;
  }

  static Rows of(MessageType file, Assembly.Struct assembly, RowFaults faults) {
    ParquetNodes nodes = new ParquetNodes(faults);
    Built row = nodes.struct(file, assembly, new At("", 0, 0));
    return new Rows(
        (StructNode) row.node(),
        new MessageType(file.getName(), row.type().asGroupType().getFields()),
        List.copyOf(nodes.leaves));
  }

  private List<ParquetLeaf> leavesSince(int from) {
    return leaves.subList(from, leaves.size());
  }

  private Built struct(GroupType group, Assembly.Struct assembly, At at) {
    int from = leaves.size();
    List<ParquetNode> parts = new ArrayList<>();
    List<Type> types = new ArrayList<>();
    for (Assembly.Part part : assembly.parts()) {
      At place = at.field(part.name());
      if (part.field() == Assembly.Part.NONE) {
        parts.add(new AbsentNode(place.path(), faults, part.assembly().presence()));
      } else {
        Built field = field(group.getType(part.field()), part.assembly(), place);
        parts.add(field.node());
        types.add(field.type());
      }
    }
    return new Built(
        new StructNode(
            at.path(), faults, leavesSince(from), at.repetition(), at.level(), parts, assembly),
        group.withNewFields(types));
  }

  /** A field; a repeated one that belongs to no list is a list that is always there. */
  private Built field(Type type, Assembly assembly, At at) {
    return type.isRepetition(Type.Repetition.REPEATED)
        ? elements(type, assembly, at, at.element("[]"))
        : value(type, assembly, at.of(type));
  }

  private Built value(Type type, Assembly assembly, At at) {
    if (assembly instanceof Assembly.Scalar scalar) {
      PrimitiveType primitive = type.asPrimitiveType();
      ParquetColumn column = ParquetColumn.of(primitive);
      return new Built(
          new ScalarNode(at.path(), faults, leaf(at), at.repetition(), column, scalar), type);
    }
    GroupType group = type.asGroupType();
    if (assembly instanceof Assembly.Struct struct) {
      return struct(group, struct, at);
    }
    return assembly instanceof Assembly.MapOf map ? map(group, map, at) : list(group, assembly, at);
  }

  private ParquetLeaf leaf(At at) {
    ParquetLeaf leaf = new ParquetLeaf(at.level(), at.repetition());
    leaves.add(leaf);
    return leaf;
  }

  private Built list(GroupType group, Assembly assembly, At at) {
    ListForm form = ListForm.ofList(group).orElseThrow();
    Type element = form.element();
    At place = at.element("[]");
    Built built = elements(element, assembly, at, form.isStandard() ? place.of(element) : place);
    Type repeated =
        form.isStandard()
            ? form.repeated().asGroupType().withNewFields(built.type())
            : built.type();
    return new Built(built.node(), group.withNewFields(repeated));
  }

  /**
   * @param at the list's place
   * @param inner the place of an element that is there
   */
  private Built elements(Type element, Assembly assembly, At at, At inner) {
    int from = leaves.size();
    if (assembly instanceof Assembly.VectorOf vector) {
      PrimitiveType number = element.asPrimitiveType();
      ParquetLeaf leaf = leaf(inner);
      return new Built(
          new VectorNode(at.path(), faults, leaf, at.repetition(), at.level(), number, vector),
          element);
    }
    Assembly.ListOf list = (Assembly.ListOf) assembly;
    Built built = value(element, list.element(), inner);
    ParquetNode node =
        new ListNode(
            at.path(), faults, leavesSince(from), at.repetition(), at.level(), built.node(), list);
    return new Built(node, built.type());
  }

  private Built map(GroupType group, Assembly.MapOf map, At at) {
    int from = leaves.size();
    GroupType entry = ListForm.ofMap(group).orElseThrow();
    Built key = field(entry.getType(0), map.key(), at.element(".key"));
    Built value = field(entry.getType(1), map.value(), at.element(".value"));
    ParquetNode node =
        new MapNode(
            at.path(),
            faults,
            leavesSince(from),
            at.repetition(),
            at.level(),
            key.node(),
            value.node(),
            map);
    return new Built(node, group.withNewFields(entry.withNewFields(key.type(), value.type())));
  }
}
