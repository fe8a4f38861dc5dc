package dev.millrace.kafka;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.format.BadRecordException;
import dev.millrace.core.row.RecordConstructor;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.IndexedRecord;

/** Java records from Avro records, component by field of the same name. */
final class AvroRecords implements AvroMapping {
  private final Schema schema;
  private final Class<?> type;
  private final int[] fields;
  private final AvroMapping[] mappings;
  private final MethodHandle[] accessors;
  private final MethodHandle constructor;

  private AvroRecords(Schema schema, Class<?> type, int components) {
    this.schema = schema;
    this.type = type;
    this.fields = new int[components];
    this.mappings = new AvroMapping[components];
    this.accessors = new MethodHandle[components];
    this.constructor = RecordConstructor.of(type);
  }

  static AvroRecords of(Schema schema, Class<?> type, String where) {
    RecordComponent[] components = type.getRecordComponents();
    AvroRecords records = new AvroRecords(schema, type, components.length);
    for (int i = 0; i < components.length; i++) {
      String name = where + "." + components[i].getName();
      Schema.Field field = schema.getField(components[i].getName());
      if (field == null) {
        throw new ConfigurationException(
            name
                + " has no field in the Avro schema "
                + schema.getFullName()
                + ", which has "
                + schema.getFields().stream().map(Schema.Field::name).toList());
      }
      records.fields[i] = field.pos();
      records.mappings[i] = AvroMapping.of(field.schema(), components[i].getGenericType(), name);
      records.accessors[i] = accessor(components[i]);
    }
    return records;
  }

  private static MethodHandle accessor(RecordComponent component) {
    try {
      Method accessor = component.getAccessor();
      accessor.setAccessible(true);
      return MethodHandles.lookup()
          .unreflect(accessor)
          .asType(MethodType.methodType(Object.class, Object.class));
    } catch (IllegalAccessException | RuntimeException e) {
      throw new ConfigurationException(component + " cannot be read; open its package", e);
    }
  }

  @Override
  public Object toJava(Object avro) throws BadRecordException {
    IndexedRecord row = (IndexedRecord) avro;
    Object[] values = new Object[fields.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = mappings[i].toJava(row.get(fields[i]));
    }
    try {
      return (Object) constructor.invokeExact(values);
    } catch (Error e) {
      throw e;
    } catch (Throwable e) {
      throw new BadRecordException(type.getSimpleName() + " refuses it: " + e.getMessage());
    }
  }

  /** Fields that the record lacks take their defaults. */
  @Override
  public Object toAvro(Object java) {
    GenericData.Record row = new GenericData.Record(schema);
    for (Schema.Field field : schema.getFields()) {
      if (field.hasDefaultValue()) {
        row.put(field.pos(), GenericData.get().getDefaultValue(field));
      }
    }
    for (int i = 0; i < fields.length; i++) {
      row.put(fields[i], mappings[i].toAvro(component(i, java)));
    }
    return row;
  }

  private Object component(int index, Object java) {
    try {
      return (Object) accessors[index].invokeExact(java);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalArgumentException(type.getSimpleName() + " cannot be read: " + e, e);
    }
  }
}
