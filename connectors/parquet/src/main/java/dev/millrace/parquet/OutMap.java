package dev.millrace.parquet;

import java.util.Iterator;
import java.util.Map;
import java.util.function.Function;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;

/**
 * Maps.
 *
 * @param entries of what stands for a map
 */
record OutMap(
    OutField key, OutField value, Function<Object, Iterator<? extends Map.Entry<?, ?>>> entries)
    implements OutValue {
  static final String KEY = "key";
  static final String VALUE = "value";
  private static final String REPEATED = "key_value";

  @Override
  public Type column(String name, Repetition repetition) {
    return Types.buildGroup(repetition)
        .as(LogicalTypeAnnotation.mapType())
        .addField(Types.repeatedGroup().addFields(key.type(), value.type()).named(REPEATED))
        .named(name);
  }

  @Override
  public void write(Object map, RecordConsumer out) {
    Iterator<? extends Map.Entry<?, ?>> all = entries.apply(map);
    out.startGroup();
    if (all.hasNext()) {
      out.startField(REPEATED, 0);
      while (all.hasNext()) {
        Map.Entry<?, ?> entry = all.next();
        out.startGroup();
        key.write(0, entry.getKey(), out);
        value.write(1, entry.getValue(), out);
        out.endGroup();
      }
      out.endField(REPEATED, 0);
    }
    out.endGroup();
  }
}
