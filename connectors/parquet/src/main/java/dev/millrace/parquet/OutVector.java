package dev.millrace.parquet;

import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;

/** Primitive arrays, as lists of numbers that are there. */
record OutVector(VectorKind kind) implements OutValue {
  @Override
  public Type column(String name, Repetition repetition) {
    PrimitiveTypeName primitive =
        switch (kind) {
          case DOUBLES -> PrimitiveTypeName.DOUBLE;
          case FLOATS -> PrimitiveTypeName.FLOAT;
          case INTS -> PrimitiveTypeName.INT32;
          case LONGS -> PrimitiveTypeName.INT64;
        };
    return OutList.column(name, repetition, Types.required(primitive).named(OutList.ELEMENT));
  }

  @Override
  public void write(Object value, RecordConsumer out) {
    out.startGroup();
    if (java.lang.reflect.Array.getLength(value) > 0) {
      out.startField(OutList.REPEATED, 0);
      writeNumbers(value, out);
      out.endField(OutList.REPEATED, 0);
    }
    out.endGroup();
  }

  private void writeNumbers(Object value, RecordConsumer out) {
    switch (kind) {
      case DOUBLES -> {
        for (double number : (double[]) value) {
          start(out);
          out.addDouble(number);
          end(out);
        }
      }
      case FLOATS -> {
        for (float number : (float[]) value) {
          start(out);
          out.addFloat(number);
          end(out);
        }
      }
      case INTS -> {
        for (int number : (int[]) value) {
          start(out);
          out.addInteger(number);
          end(out);
        }
      }
      case LONGS -> {
        for (long number : (long[]) value) {
          start(out);
          out.addLong(number);
          end(out);
        }
      }
    }
  }

  private static void start(RecordConsumer out) {
    out.startGroup();
    out.startField(OutList.ELEMENT, 0);
  }

  private static void end(RecordConsumer out) {
    out.endField(OutList.ELEMENT, 0);
    out.endGroup();
  }
}
