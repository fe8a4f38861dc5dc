package dev.millrace.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NumberParserTest {
  @TempDir Path directory;

  private static double parse(String text) {
    byte[] bytes = ("x" + text + "y").getBytes(StandardCharsets.UTF_8);
    return NumberParser.parse(bytes, 1, bytes.length - 1);
  }

  /** One value of a CSV record with one component. */
  record Value(double value) {}

  @Test
  void shouldGiveWhatParseDoubleGives() throws Exception {
    Random random = new Random(20240531);
    List<String> texts =
        new ArrayList<>(List.of("0", "-0", "-0.0", ".5", "5.", "+1", "1e22", "1E-7"));
    texts.add("9007199254740992");
    texts.add("9007199254740993");
    texts.add("4.9e-324");
    texts.add("1.7976931348623157E308");
    texts.add("0.000000000000000000000000000000000000012345678901234567890");
    for (int i = 0; i < 10_000; i++) {
      double bits = Double.longBitsToDouble(random.nextLong());
      texts.add(Double.isFinite(bits) ? Double.toString(bits) : "1");
      texts.add(Double.toString(random.nextGaussian()));
      texts.add(BigDecimal.valueOf(random.nextLong(), random.nextInt(30)).toPlainString());
      texts.add(BigDecimal.valueOf(random.nextInt(100_000), random.nextInt(5)).toPlainString());
    }
    for (String text : texts) {
      double expected = Double.parseDouble(text);
      assertEquals(Double.doubleToLongBits(expected), Double.doubleToLongBits(parse(text)), text);
    }
    assertSameThroughCsv(texts);
  }

  private void assertSameThroughCsv(List<String> texts) throws Exception {
    Path file = directory.resolve("numbers.csv");
    Files.writeString(file, "value\n" + String.join("\n", texts) + "\n");
    List<Value> read = Play.all(FileSource.csv(file, Value.class)).records;
    assertEquals(texts.size(), read.size());
    for (int i = 0; i < texts.size(); i++) {
      assertEquals(new Value(Double.parseDouble(texts.get(i))), read.get(i), texts.get(i));
    }
  }

  @Test
  void shouldTakeNothingElse() {
    for (String text :
        List.of(
            "",
            " ",
            "-",
            ".",
            "+.",
            "e5",
            "1e",
            "1e+",
            "1.2.3",
            "1 2",
            "NaN",
            "Infinity",
            "1f",
            "0x1p3",
            "1,5",
            "1_000",
            "١",
            "1e400",
            "--1",
            "-1e999")) {
      assertTrue(Double.isNaN(parse(text)), text);
    }
    assertEquals(1.5, parse(" \t1.5  "));
  }
}
