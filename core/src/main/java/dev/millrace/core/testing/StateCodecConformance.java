package dev.millrace.core.testing;

import dev.millrace.core.internal.codec.ByteInput;
import dev.millrace.core.internal.codec.ByteOutput;
import dev.millrace.core.state.StateCodec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/**
 * Checks that a codec keeps its laws on given values: what is written is read back, equal values
 * give equal bytes, nothing is read beyond a value's end, and damaged bytes are an {@code
 * IOException} or another valid value, never another exception or memory out of proportion.
 */
public final class StateCodecConformance {
  private static final int FLIPS = 2_000;

  private StateCodecConformance() {}

  /**
   * @param values typical and extreme ones, at least two that differ
   */
  public static <S> List<Check> checks(StateCodec<S> codec, List<S> values) {
    List<Check> checks = new ArrayList<>();
    checks.add(new Check("layout is a short text", () -> layout(codec)));
    checks.add(new Check("every value is read back", () -> readBack(codec, values)));
    checks.add(new Check("values stand one after the other", () -> inARow(codec, values)));
    checks.add(new Check("equal values give equal bytes", () -> equalBytes(codec, values)));
    checks.add(new Check("different values give different bytes", () -> differ(codec, values)));
    checks.add(new Check("a value takes at least one byte", () -> notEmpty(codec, values)));
    checks.add(new Check("cut bytes are refused", () -> cut(codec, values)));
    checks.add(new Check("changed bytes do no harm", () -> changed(codec, values)));
    checks.add(new Check("a copy that was serialized does the same", () -> travels(codec, values)));
    return List.copyOf(checks);
  }

  private static <S> void travels(StateCodec<S> codec, List<S> values) throws IOException {
    StateCodec<S> copy = Shipment.copy("codec", codec);
    Expect.equal("layout of a copy", codec.layout(), copy.layout());
    for (S value : values) {
      byte[] bytes = bytes(codec, value);
      Expect.equal("bytes by a copy", bytes, bytes(copy, value));
      Expect.equal("value by a copy", value, copy.read(new ByteInput(bytes)));
    }
  }

  private static <S> byte[] bytes(StateCodec<S> codec, S value) throws IOException {
    ByteOutput out = new ByteOutput();
    codec.write(value, out);
    return out.toBytes();
  }

  private static <S> void layout(StateCodec<S> codec) {
    String layout = codec.layout();
    Expect.that("a layout", layout != null && !layout.isBlank() && layout.length() <= 10_000);
    Expect.equal("layout asked again", layout, codec.layout());
  }

  private static <S> void readBack(StateCodec<S> codec, List<S> values) throws IOException {
    for (S value : values) {
      ByteInput in = new ByteInput(bytes(codec, value));
      Expect.equal("value", value, codec.read(in));
      Expect.equal("bytes left after " + value, 0, in.remaining());
    }
  }

  private static <S> void inARow(StateCodec<S> codec, List<S> values) throws IOException {
    ByteOutput out = new ByteOutput();
    for (S value : values) {
      codec.write(value, out);
    }
    ByteInput in = new ByteInput(out.toBytes());
    for (S value : values) {
      Expect.equal("value in a row", value, codec.read(in));
    }
    Expect.equal("bytes left", 0, in.remaining());
  }

  private static <S> void equalBytes(StateCodec<S> codec, List<S> values) throws IOException {
    for (S value : values) {
      byte[] first = bytes(codec, value);
      Expect.equal("bytes written again", first, bytes(codec, value));
      S copy = codec.read(new ByteInput(first));
      Expect.equal("bytes of the value read back", first, bytes(codec, copy));
    }
  }

  private static <S> void differ(StateCodec<S> codec, List<S> values) throws IOException {
    List<String> seen = new ArrayList<>();
    for (S value : values) {
      String bytes = HexFormat.of().formatHex(bytes(codec, value));
      int before = seen.indexOf(bytes);
      if (before >= 0) {
        Expect.equal("value with the same bytes", values.get(before), value);
      }
      seen.add(bytes);
    }
    Expect.that("at least two different values to check", seen.stream().distinct().count() > 1);
  }

  private static <S> void notEmpty(StateCodec<S> codec, List<S> values) throws IOException {
    for (S value : values) {
      Expect.that("bytes for " + value, bytes(codec, value).length > 0);
    }
  }

  private static <S> void cut(StateCodec<S> codec, List<S> values) throws IOException {
    for (S value : values) {
      byte[] whole = bytes(codec, value);
      int step = Math.max(1, whole.length / 200);
      for (int length = 0; length < whole.length; length += step) {
        byte[] part = Arrays.copyOf(whole, length);
        Expect.thrown(
            length + " of " + whole.length + " bytes of " + value,
            IOException.class,
            () -> codec.read(new ByteInput(part)));
      }
    }
  }

  private static <S> void changed(StateCodec<S> codec, List<S> values) throws IOException {
    Random random = new Random(17);
    for (int i = 0; i < FLIPS; i++) {
      byte[] bytes = bytes(codec, values.get(i % values.size()));
      int at = i < FLIPS / 2 ? random.nextInt(bytes.length) : random.nextInt(bytes.length) % 8;
      bytes[Math.min(at, bytes.length - 1)] = (byte) random.nextInt(256);
      try {
        S read = codec.read(new ByteInput(bytes));
        Expect.that("a value or an IOException", read != null);
      } catch (IOException expected) {
        Expect.that("a reason", expected.toString() != null);
      }
    }
  }
}
