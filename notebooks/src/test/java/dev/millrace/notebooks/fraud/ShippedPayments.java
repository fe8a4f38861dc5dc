package dev.millrace.notebooks.fraud;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Reads the payments without the pipeline's help. */
final class ShippedPayments {
  private ShippedPayments() {}

  static List<Payment> of(Path input) throws IOException {
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(input)), StandardCharsets.UTF_8))) {
      return in.lines().skip(1).map(line -> payment(line.replace("\"", "").split(","))).toList();
    }
  }

  private static Payment payment(String[] cells) {
    double[] components = Arrays.stream(cells, 1, 29).mapToDouble(Double::parseDouble).toArray();
    return new Payment(
        0, Double.parseDouble(cells[0]), components, Double.parseDouble(cells[29]), cells[30]);
  }
}
