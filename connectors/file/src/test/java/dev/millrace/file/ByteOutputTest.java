package dev.millrace.file;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.io.NumberOutput;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ByteOutputTest {
  private final Random random = new Random(20240601);

  private static String text(ByteOutput out) {
    return new String(out.toBytes(), StandardCharsets.US_ASCII);
  }

  private static String whole(long value) {
    ByteOutput out = new ByteOutput();
    out.whole(value);
    return text(out);
  }

  private static String number(double value) {
    ByteOutput out = new ByteOutput();
    out.number(value);
    return text(out);
  }

  @Test
  void shouldWriteWholeNumbers() {
    List<Long> values = new ArrayList<>(List.of(0L, 9L, 10L, Long.MIN_VALUE, Long.MAX_VALUE));
    for (int i = 0; i < 10_000; i++) {
      values.add(random.nextLong() >> random.nextInt(64));
    }
    values.forEach(value -> assertEquals(Long.toString(value), whole(value)));
  }

  /** Jackson's is the algorithm without short cuts. */
  @Test
  void shouldWriteTheShortestTextThatReadsBack() {
    List<Double> values = new ArrayList<>(List.of(0.0, -0.0, 1e-3, 1e7, 9_999_999.999999));
    values.addAll(List.of(Math.nextDown(1e-3), Math.nextDown(1e7), Math.nextUp(0.1), 0.3 - 0.1));
    values.addAll(List.of(Double.MIN_VALUE, Double.MAX_VALUE, Double.NaN, -1 / 0.0));
    for (int i = 0; i < 20_000; i++) {
      values.add(Double.longBitsToDouble(random.nextLong()));
      values.add(random.nextGaussian());
      values.add(BigDecimal.valueOf(random.nextInt(), random.nextInt(12)).doubleValue());
      double decimal = BigDecimal.valueOf(random.nextInt(10_000), random.nextInt(5)).doubleValue();
      values.add(Math.nextUp(decimal));
      values.add(-decimal);
    }
    values.forEach(value -> assertEquals(NumberOutput.toString(value, true), number(value)));
  }
}
