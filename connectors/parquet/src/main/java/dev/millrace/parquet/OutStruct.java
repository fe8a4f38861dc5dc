package dev.millrace.parquet;

import java.util.List;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;

/** Structs, or whole rows. */
final class OutStruct implements OutValue {
  private final OutField[] fields;
  private final Getter getter;

  /** Takes a struct's values from what stands for it. */
  interface Getter {
    /**
     * @param field its place among the fields
     */
    Object get(Object struct, int field);
  }

  OutStruct(List<OutField> fields, Getter getter) {
    this.fields = fields.toArray(OutField[]::new);
    this.getter = getter;
  }

  MessageType schema(String name) {
    return new MessageType(name, types());
  }

  private List<Type> types() {
    return List.of(fields).stream().map(OutField::type).toList();
  }

  @Override
  public Type column(String name, Repetition repetition) {
    return Types.buildGroup(repetition).addFields(types().toArray(Type[]::new)).named(name);
  }

  @Override
  public void write(Object value, RecordConsumer out) {
    out.startGroup();
    writeFields(value, out);
    out.endGroup();
  }

  void writeFields(Object value, RecordConsumer out) {
    for (int i = 0; i < fields.length; i++) {
      fields[i].write(i, getter.get(value, i), out);
    }
  }
}
