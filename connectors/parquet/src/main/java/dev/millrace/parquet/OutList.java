package dev.millrace.parquet;

import java.util.Iterator;
import java.util.function.Function;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;

/**
 * Lists, in the format's three levels.
 *
 * @param elements of what stands for a list
 */
record OutList(OutField element, Function<Object, Iterable<?>> elements) implements OutValue {
  static final String ELEMENT = "element";
  static final String REPEATED = "list";

  /** A column of lists of such elements. */
  static Type column(String name, Repetition repetition, Type element) {
    return Types.buildGroup(repetition)
        .as(LogicalTypeAnnotation.listType())
        .addField(Types.repeatedGroup().addField(element).named(REPEATED))
        .named(name);
  }

  @Override
  public Type column(String name, Repetition repetition) {
    return column(name, repetition, element.type());
  }

  @Override
  public void write(Object value, RecordConsumer out) {
    Iterator<?> all = elements.apply(value).iterator();
    out.startGroup();
    if (all.hasNext()) {
      out.startField(REPEATED, 0);
      while (all.hasNext()) {
        out.startGroup();
        element.write(0, all.next(), out);
        out.endGroup();
      }
      out.endField(REPEATED, 0);
    }
    out.endGroup();
  }
}
