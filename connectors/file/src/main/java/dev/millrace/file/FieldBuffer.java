package dev.millrace.file;

/** The values of one record, by slot; which array holds a value depends on its type. */
final class FieldBuffer {
  double[] numbers;
  long[] wholes;
  Object[] objects;

  FieldBuffer(int slots) {
    numbers = new double[slots];
    wholes = new long[slots];
    objects = new Object[slots];
  }

  double number(int slot) {
    return numbers[slot];
  }

  long whole(int slot) {
    return wholes[slot];
  }

  Object object(int slot) {
    return objects[slot];
  }
}
