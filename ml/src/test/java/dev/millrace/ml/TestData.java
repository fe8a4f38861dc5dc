package dev.millrace.ml;

import dev.millrace.ml.instance.DenseBlock;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;

/** The data sets of the tests, as blocks. */
public final class TestData {
  private TestData() {}

  /** 45,312 rows of 8 features; UP is class 1. */
  public static DenseBlock elec2() {
    return load("elec2.csv.gz", "class", text -> text.equals("UP") ? 1 : 0);
  }

  /** 1,001 rows of 6 features. */
  public static DenseBlock trumpApproval() {
    return load("trump_approval.csv.gz", "five_thirty_eight", Double::parseDouble);
  }

  /** 2,310 rows of 18 features; the label is of no use to a clusterer and is 0. */
  public static DenseBlock imageSegment() {
    return load("image_segment.csv.gz", "category", text -> 0);
  }

  /** The same with the categories, in alphabetical order, as classes 0 to 6. */
  public static DenseBlock imageSegmentClasses() {
    List<String> names =
        List.of("brickface", "cement", "foliage", "grass", "path", "sky", "window");
    return load("image_segment.csv.gz", "category", names::indexOf);
  }

  private static DenseBlock load(String file, String target, ToDoubleFunction<String> label) {
    try (InputStream in = TestData.class.getResourceAsStream("/data/" + file);
        BufferedReader reader =
            new BufferedReader(
                new InputStreamReader(new GZIPInputStream(in), StandardCharsets.UTF_8))) {
      List<String> header = List.of(reader.readLine().split(","));
      int at = header.indexOf(target);
      List<String[]> rows = reader.lines().map(line -> line.split(",", -1)).toList();
      double[] values =
          rows.stream()
              .flatMapToDouble(
                  row ->
                      IntStream.range(0, row.length)
                          .filter(j -> j != at)
                          .mapToDouble(j -> Double.parseDouble(row[j])))
              .toArray();
      double[] labels = rows.stream().mapToDouble(row -> label.applyAsDouble(row[at])).toArray();
      return new DenseBlock(rows.size(), header.size() - 1, values, labels, ones(rows.size()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A copy of some rows. */
  public static DenseBlock slice(DenseBlock block, int from, int to) {
    int width = block.features();
    return new DenseBlock(
        to - from,
        width,
        Arrays.copyOfRange(block.values(), from * width, to * width),
        Arrays.copyOfRange(block.labels(), from, to),
        Arrays.copyOfRange(block.weights(), from, to));
  }

  /**
   * Makes every seventh value of one block NaN, and in the other, of equal rows, the mean of the
   * values that its feature had in the rows before.
   */
  public static void makeHoles(DenseBlock holes, DenseBlock filled) {
    int width = holes.features();
    double[] sums = new double[width];
    int[] counts = new int[width];
    for (int i = 0; i < holes.values().length; i++) {
      int j = i % width;
      if (i % 7 == 3) {
        holes.values()[i] = Double.NaN;
        filled.values()[i] = counts[j] == 0 ? 0 : sums[j] / counts[j];
      } else {
        sums[j] += filled.values()[i];
        counts[j]++;
      }
    }
  }

  public static double[] ones(int count) {
    double[] ones = new double[count];
    Arrays.fill(ones, 1);
    return ones;
  }
}
