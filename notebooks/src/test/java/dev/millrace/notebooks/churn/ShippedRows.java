package dev.millrace.notebooks.churn;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Reads the customers without the pipeline's help. */
final class ShippedRows {
  private ShippedRows() {}

  static List<String[]> of(Path input) throws IOException {
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(input)), StandardCharsets.UTF_8))) {
      return in.lines().skip(1).map(line -> line.split(",", -1)).toList();
    }
  }

  static Customer customer(String[] row) {
    return new Customer(
        Integer.parseInt(row[0]),
        row[1],
        Integer.parseInt(row[2]),
        row[3],
        row[4],
        Integer.parseInt(row[5]),
        row[6],
        row[7],
        row[8],
        row[9],
        row[10],
        row[11],
        Double.parseDouble(row[12]),
        row[13]);
  }
}
