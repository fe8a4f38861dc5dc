package dev.millrace.parquet;

import dev.millrace.core.SourceException;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;

/**
 * What the vectors of a record batch hold, and what reads them.
 *
 * @param dictionaries by number
 */
record ArrowNodes(RowFaults faults, Map<Long, Dictionary> dictionaries) {
  ColumnType.Struct columns(List<FieldVector> vectors) {
    return struct(vectors, 0);
  }

  ArrowRows rows(List<FieldVector> vectors, Assembly.Struct assembly) {
    return struct(vectors, assembly, "");
  }

  private ColumnType.Struct struct(List<FieldVector> vectors, int depth) {
    List<ColumnType.Field> fields = new ArrayList<>();
    for (FieldVector vector : vectors) {
      fields.add(new ColumnType.Field(vector.getName(), type(vector, depth)));
    }
    return new ColumnType.Struct(fields);
  }

  private ColumnType type(FieldVector vector, int depth) {
    ArrowColumn column = column(vector);
    if (column != null) {
      return new ColumnType.Scalar(column.kind());
    }
    if (depth == ColumnType.MOST_DEPTH) {
      return new ColumnType.Unreadable(
          "nested more than " + ColumnType.MOST_DEPTH + " levels deep");
    }
    if (vector instanceof StructVector struct && struct.size() > 0) {
      return struct(struct.getChildrenFromFields(), depth + 1);
    }
    if (vector instanceof MapVector map) {
      StructVector entries = (StructVector) map.getDataVector();
      if (type(key(entries), depth) instanceof ColumnType.Scalar key
          && key.kind() != ValueKind.BYTES) {
        return new ColumnType.MapOf(key, type(value(entries), depth + 1));
      }
    } else if (ArrowList.isList(vector)) {
      return new ColumnType.ListOf(type(ArrowList.of(vector).elements(), depth + 1));
    }
    return new ColumnType.Unreadable(vector.getField().getType().toString());
  }

  private static FieldVector key(StructVector entries) {
    return entries.getChildrenFromFields().get(0);
  }

  private static FieldVector value(StructVector entries) {
    return entries.getChildrenFromFields().get(1);
  }

  /** The values, or, where these are indices into a dictionary, what they stand for. */
  private ArrowColumn column(FieldVector vector) {
    ArrowColumn plain = ArrowColumn.of(vector);
    DictionaryEncoding encoding = vector.getField().getDictionary();
    if (plain == null || encoding == null) {
      return plain;
    }
    Dictionary dictionary = dictionaries.get(encoding.getId());
    if (dictionary == null) {
      throw new SourceException(
          "column '" + vector.getName() + "' lacks its dictionary, number " + encoding.getId());
    }
    ArrowColumn entries = ArrowColumn.of(dictionary.getVector());
    return entries == null
        ? null
        : new ArrowColumn(
            entries.kind(),
            at -> entries.reader().read(((Number) plain.reader().read(at)).intValue()));
  }

  private ArrowRows struct(List<FieldVector> vectors, Assembly.Struct assembly, String path) {
    List<ArrowNode> parts = new ArrayList<>();
    for (Assembly.Part part : assembly.parts()) {
      Assembly made = part.assembly();
      parts.add(
          part.field() == Assembly.Part.NONE
              ? at -> made.presence().of(null)
              : node(
                  vectors.get(part.field()),
                  made,
                  path.isEmpty() ? part.name() : path + "." + part.name(),
                  !path.isEmpty()));
    }
    return new ArrowRows(path, faults, parts.toArray(ArrowNode[]::new), assembly);
  }

  private ArrowNode node(FieldVector vector, Assembly assembly, String path, boolean isCounted) {
    if (assembly instanceof Assembly.Scalar scalar) {
      return scalar(vector, scalar, path, isCounted);
    }
    ArrowNode present;
    if (assembly instanceof Assembly.Struct struct) {
      present = struct(((StructVector) vector).getChildrenFromFields(), struct, path);
    } else if (assembly instanceof Assembly.MapOf map) {
      present = map((MapVector) vector, map, path);
    } else if (assembly instanceof Assembly.VectorOf numbers) {
      present = numbers(ArrowList.of(vector), numbers, path);
    } else {
      present = list(ArrowList.of(vector), (Assembly.ListOf) assembly, path);
    }
    return at ->
        vector.isNull(at) ? faults.placed(path, assembly.presence(), null) : present.read(at);
  }

  private ArrowNode scalar(
      FieldVector vector, Assembly.Scalar scalar, String path, boolean isCounted) {
    ArrowColumn column = column(vector);
    ArrowColumn.Reader reader = column.reader();
    boolean isPlain = scalar.isPlain();
    boolean hasContent = isCounted && RowFaults.hasContent(column.kind());
    return at -> {
      Object value = null;
      try {
        value = vector.isNull(at) ? null : reader.read(at);
      } catch (DateTimeException | ArithmeticException e) {
        faults.report(path, e);
      }
      if (hasContent) {
        faults.countContent(path, value);
      }
      return value != null && isPlain ? value : faults.adapted(path, scalar, value);
    };
  }

  private ArrowNode list(ArrowList vector, Assembly.ListOf list, String path) {
    ArrowNode element = node(vector.elements(), list.element(), path + "[]", true);
    int objects = list.element().objects();
    return at -> {
      List<Object> elements = new ArrayList<>();
      int end = vector.end(at);
      for (int i = vector.start(at); i < end && !faults.any(); i++) {
        faults.countElement(path, objects);
        elements.add(element.read(i));
      }
      return faults.any() ? null : list.presence().of(list.make().apply(elements));
    };
  }

  private ArrowNode map(MapVector vector, Assembly.MapOf map, String path) {
    StructVector data = (StructVector) vector.getDataVector();
    ArrowNode key = node(key(data), map.key(), path + ".key", true);
    ArrowNode value = node(value(data), map.value(), path + ".value", true);
    int objects = map.entryObjects();
    return at -> {
      Map<Object, Object> entries = new LinkedHashMap<>();
      int end = vector.getElementEndIndex(at);
      for (int i = vector.getElementStartIndex(at); i < end && !faults.any(); i++) {
        faults.countElement(path, objects);
        entries.put(key.read(i), value.read(i));
      }
      return faults.any() ? null : map.presence().of(map.make().apply(entries));
    };
  }

  private ArrowNode numbers(ArrowList vector, Assembly.VectorOf assembly, String path) {
    FieldVector elements = vector.elements();
    Numbers numbers = assembly.kind().numbers();
    IntConsumer adder = adder(numbers, elements);
    return at -> {
      numbers.clear();
      int start = vector.start(at);
      int end = vector.end(at);
      for (int i = start; i < end && !faults.any(); i++) {
        if (elements.isNull(i)) {
          faults.report(
              path + "[" + (i - start) + "]",
              "expected " + assembly.kind().element() + ", got null");
        } else {
          adder.accept(i);
          faults.count(path, Double.BYTES);
        }
      }
      return faults.any() ? null : assembly.presence().of(numbers.array());
    };
  }

  private IntConsumer adder(Numbers numbers, FieldVector vector) {
    ArrowColumn.Reader reader = column(vector).reader();
    if (numbers instanceof Numbers.Doubles doubles) {
      return vector instanceof Float8Vector exact
          ? at -> doubles.add(exact.get(at))
          : at -> doubles.add(((Number) reader.read(at)).doubleValue());
    }
    if (numbers instanceof Numbers.Floats floats) {
      return vector instanceof Float4Vector exact
          ? at -> floats.add(exact.get(at))
          : at -> floats.add(((Number) reader.read(at)).floatValue());
    }
    return numbers instanceof Numbers.Longs longs
        ? at -> longs.add(((Number) reader.read(at)).longValue())
        : at -> ((Numbers.Ints) numbers).add(((Number) reader.read(at)).intValue());
  }
}
