package dev.millrace.http;

import java.util.Arrays;
import java.util.Optional;

/** The tensor data types of the Open Inference Protocol. */
enum Datatype {
  BOOL(0, 1, true),
  UINT8(0, 255, true),
  UINT16(0, 65_535, true),
  UINT32(0, 4_294_967_295.0, true),
  UINT64(0, 0x1p64, true),
  INT8(-128, 127, true),
  INT16(-32_768, 32_767, true),
  INT32(Integer.MIN_VALUE, Integer.MAX_VALUE, true),
  INT64(-0x1p63, 0x1p63, true),
  FP16(-65_504, 65_504, false),
  FP32(-Float.MAX_VALUE, Float.MAX_VALUE, false),
  FP64(-Double.MAX_VALUE, Double.MAX_VALUE, false),
  /** Texts, in UTF-8; holds no number. */
  BYTES(0, -1, false);

  private final double least;
  private final double most;
  private final boolean whole;

  Datatype(double least, double most, boolean whole) {
    this.least = least;
    this.most = most;
    this.whole = whole;
  }

  static Optional<Datatype> of(String name) {
    return Arrays.stream(values()).filter(type -> type.name().equals(name)).findFirst();
  }

  /** Whether a tensor of this type can hold the number. */
  boolean holds(double value) {
    return value >= least && value <= most && (!whole || value == Math.rint(value));
  }
}
