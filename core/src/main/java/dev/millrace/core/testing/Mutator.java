package dev.millrace.core.testing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Damages valid inputs; a seed gives the same sequence each time. */
final class Mutator {
  private static final int MOST_CHANGES = 5;
  private static final int LONGEST_RUN = 4_000;
  private static final long[] EXTREMES = {
    0,
    1,
    -1,
    2,
    127,
    128,
    255,
    256,
    32767,
    65535,
    65536,
    1 << 20,
    1 << 24,
    1 << 28,
    Integer.MAX_VALUE,
    Integer.MAX_VALUE - 8,
    Integer.MIN_VALUE,
    1L << 32,
    Long.MAX_VALUE,
    Long.MIN_VALUE
  };
  private static final List<String> NUMBERS =
      List.of(
          "0",
          "-1",
          "-0",
          "01",
          "1e308",
          "-1e999",
          "1e-999",
          "NaN",
          "Infinity",
          "0x1p3",
          "2147483648",
          "9223372036854775808",
          "1".repeat(400),
          "0." + "0".repeat(400) + "1");

  private final List<byte[]> seeds;
  private final List<byte[]> tokens;
  private final SplittableRandom random;

  Mutator(List<byte[]> seeds, List<byte[]> tokens, long seed) {
    this.seeds = seeds;
    this.tokens = tokens;
    this.random = new SplittableRandom(seed);
  }

  byte[] next() {
    byte[] input = any(seeds).clone();
    int most = 1 + random.nextInt(MOST_CHANGES);
    for (int changes = 1 + random.nextInt(most); changes > 0; changes--) {
      input = change(input);
    }
    return input;
  }

  private byte[] change(byte[] input) {
    int from = random.nextInt(input.length + 1);
    int to = from + random.nextInt(Math.min(input.length - from, 1 << random.nextInt(10)) + 1);
    return switch (random.nextInt(11)) {
      case 0 -> flipped(input);
      case 1 -> replaced(input, from, Math.min(from + 1, input.length), bytes(1));
      case 2 -> replaced(input, from, to, new byte[0]);
      case 3 -> replaced(input, from, from, Arrays.copyOfRange(input, from, to));
      case 4 -> replaced(input, from, to, piece());
      case 5 -> random.nextInt(4) == 0 ? Arrays.copyOf(input, from) : extreme(input, from);
      case 6 -> extreme(input, from);
      case 7 -> number(input, from);
      case 8 -> replaced(input, from, from, bytes(random.nextInt(8)));
      case 9 -> random.nextInt(8) == 0 ? run(input, from, to) : flipped(input);
      default -> replaced(input, from, tokens.isEmpty() ? to : from, token());
    };
  }

  private byte[] flipped(byte[] input) {
    if (input.length > 0) {
      input[random.nextInt(input.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return input;
  }

  /** A part of another input. */
  private byte[] piece() {
    byte[] other = any(seeds);
    int from = random.nextInt(other.length + 1);
    return Arrays.copyOfRange(other, from, from + random.nextInt(other.length - from + 1));
  }

  private byte[] token() {
    return tokens.isEmpty() ? piece() : any(tokens);
  }

  /** A number of one to eight bytes in place of what stands there. */
  private byte[] extreme(byte[] input, int from) {
    int width = 1 << random.nextInt(4);
    if (input.length < width) {
      return input;
    }
    int at = Math.min(from, input.length - width);
    boolean big = random.nextInt(2) == 0;
    byte[] value =
        ByteBuffer.allocate(Long.BYTES)
            .order(big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN)
            .putLong(EXTREMES[random.nextInt(EXTREMES.length)])
            .array();
    System.arraycopy(value, big ? Long.BYTES - width : 0, input, at, width);
    return input;
  }

  /** Other digits in place of the first that follow. */
  private byte[] number(byte[] input, int from) {
    int start = from;
    while (start < input.length && !isDigit(input[start])) {
      start++;
    }
    int end = start;
    while (end < input.length && isDigit(input[end])) {
      end++;
    }
    String digits = NUMBERS.get(random.nextInt(NUMBERS.size()));
    return replaced(input, start, end, digits.getBytes(StandardCharsets.US_ASCII));
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  /** Many times the same, which is deep where it opens something. */
  private byte[] run(byte[] input, int from, int to) {
    byte[] unit = Arrays.copyOfRange(input, from, Math.min(to, from + 16));
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int left = random.nextInt(LONGEST_RUN); left > 0 && unit.length > 0; left--) {
      all.writeBytes(unit);
    }
    return replaced(input, from, from, all.toByteArray());
  }

  private byte[] bytes(int count) {
    byte[] some = new byte[count];
    random.nextBytes(some);
    return some;
  }

  private byte[] any(List<byte[]> some) {
    return some.get(random.nextInt(some.size()));
  }

  private static byte[] replaced(byte[] input, int from, int to, byte[] by) {
    return ByteBuffer.allocate(input.length - (to - from) + by.length)
        .put(input, 0, from)
        .put(by)
        .put(input, to, input.length - to)
        .array();
  }
}
