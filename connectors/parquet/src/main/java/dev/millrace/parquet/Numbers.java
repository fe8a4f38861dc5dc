package dev.millrace.parquet;

import java.util.Arrays;

/** Gathers numbers, of which there is no telling how many, into an array. Used by one thread. */
sealed interface Numbers {
  /** What it begins with. */
  int CAPACITY = 64;

  void clear();

  /** Those since it was cleared, in an array of their own. */
  Object array();

  /** Into a double[]. */
  final class Doubles implements Numbers {
    private double[] values = new double[CAPACITY];
    private int size;

    void add(double value) {
      if (size == values.length) {
        values = Arrays.copyOf(values, 2 * size);
      }
      values[size++] = value;
    }

    @Override
    public void clear() {
      size = 0;
    }

    @Override
    public Object array() {
      return Arrays.copyOf(values, size);
    }
  }

  /** Into a float[]. */
  final class Floats implements Numbers {
    private float[] values = new float[CAPACITY];
    private int size;

    void add(float value) {
      if (size == values.length) {
        values = Arrays.copyOf(values, 2 * size);
      }
      values[size++] = value;
    }

    @Override
    public void clear() {
      size = 0;
    }

    @Override
    public Object array() {
      return Arrays.copyOf(values, size);
    }
  }

  /** Into an int[]. */
  final class Ints implements Numbers {
    private int[] values = new int[CAPACITY];
    private int size;

    void add(int value) {
      if (size == values.length) {
        values = Arrays.copyOf(values, 2 * size);
      }
      values[size++] = value;
    }

    @Override
    public void clear() {
      size = 0;
    }

    @Override
    public Object array() {
      return Arrays.copyOf(values, size);
    }
  }

  /** Into a long[]. */
  final class Longs implements Numbers {
    private long[] values = new long[CAPACITY];
    private int size;

    void add(long value) {
      if (size == values.length) {
        values = Arrays.copyOf(values, 2 * size);
      }
      values[size++] = value;
    }

    @Override
    public void clear() {
      size = 0;
    }

    @Override
    public Object array() {
      return Arrays.copyOf(values, size);
    }
  }
}
