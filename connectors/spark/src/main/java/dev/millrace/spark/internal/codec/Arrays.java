package dev.millrace.spark.internal.codec;

import dev.millrace.core.internal.codec.ByteInput;
import dev.millrace.core.internal.codec.ByteOutput;
import java.io.IOException;

/** Arrays of primitives: a tag, int32 how many, then the elements. */
final class Arrays {
  private Arrays() {}

  static Shape shape(Class<?> type) {
    if (type == byte[].class) {
      return (value, to) -> {
        byte[] array = (byte[]) value;
        begin(Tags.BYTES, array.length, to).write(array);
      };
    } else if (type == short[].class) {
      return (value, to) -> {
        short[] array = (short[]) value;
        ByteOutput out = begin(Tags.SHORTS, array.length, to);
        for (short element : array) {
          out.writeShort(element);
        }
      };
    } else if (type == char[].class) {
      return (value, to) -> {
        char[] array = (char[]) value;
        ByteOutput out = begin(Tags.CHARS, array.length, to);
        for (char element : array) {
          out.writeChar(element);
        }
      };
    } else if (type == int[].class) {
      return (value, to) -> {
        int[] array = (int[]) value;
        ByteOutput out = begin(Tags.INTS, array.length, to);
        for (int element : array) {
          out.writeInt(element);
        }
      };
    } else if (type == long[].class) {
      return (value, to) -> {
        long[] array = (long[]) value;
        ByteOutput out = begin(Tags.LONGS, array.length, to);
        for (long element : array) {
          out.writeLong(element);
        }
      };
    } else if (type == float[].class) {
      return (value, to) -> {
        float[] array = (float[]) value;
        ByteOutput out = begin(Tags.FLOATS, array.length, to);
        for (float element : array) {
          out.writeFloat(element);
        }
      };
    } else if (type == double[].class) {
      return (value, to) -> {
        double[] array = (double[]) value;
        ByteOutput out = begin(Tags.DOUBLES, array.length, to);
        for (double element : array) {
          out.writeDouble(element);
        }
      };
    }
    return (value, to) -> {
      boolean[] array = (boolean[]) value;
      ByteOutput out = begin(Tags.BOOLEANS, array.length, to);
      for (boolean element : array) {
        out.writeBoolean(element);
      }
    };
  }

  private static ByteOutput begin(int tag, int length, BlockEncoder to) {
    ByteOutput out = to.tagged(tag);
    out.writeInt(length);
    return out;
  }

  static Object read(int tag, ByteInput in) throws IOException {
    int length = in.readInt();
    switch (tag) {
      case Tags.BYTES -> {
        byte[] array = new byte[length];
        in.readFully(array);
        return array;
      }
      case Tags.SHORTS -> {
        short[] array = new short[length];
        for (int i = 0; i < length; i++) {
          array[i] = in.readShort();
        }
        return array;
      }
      case Tags.CHARS -> {
        char[] array = new char[length];
        for (int i = 0; i < length; i++) {
          array[i] = in.readChar();
        }
        return array;
      }
      case Tags.INTS -> {
        int[] array = new int[length];
        for (int i = 0; i < length; i++) {
          array[i] = in.readInt();
        }
        return array;
      }
      case Tags.LONGS -> {
        long[] array = new long[length];
        for (int i = 0; i < length; i++) {
          array[i] = in.readLong();
        }
        return array;
      }
      case Tags.FLOATS -> {
        float[] array = new float[length];
        for (int i = 0; i < length; i++) {
          array[i] = in.readFloat();
        }
        return array;
      }
      case Tags.DOUBLES -> {
        double[] array = new double[length];
        for (int i = 0; i < length; i++) {
          array[i] = in.readDouble();
        }
        return array;
      }
      default -> {
        boolean[] array = new boolean[length];
        for (int i = 0; i < length; i++) {
          array[i] = in.readBoolean();
        }
        return array;
      }
    }
  }
}
