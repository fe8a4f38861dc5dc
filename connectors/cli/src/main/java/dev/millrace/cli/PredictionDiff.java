package dev.millrace.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The predictions of some batches, as they were published and as they came out of a replay.
 *
 * @param compared how many rows
 * @param changed how many of them were predicted otherwise
 * @param examples the first few of these
 */
record PredictionDiff(long compared, long changed, List<Example> examples) {
  private static final int SHOWN = 5;

  /** A row of the output: where it stands, what was published, what came out. */
  record Example(String file, int line, String before, String after) {}

  /**
   * @param published directory with a file per batch
   * @param replayed the same
   * @param from the batch before the first
   * @param until the last batch
   */
  static PredictionDiff of(Path published, Path replayed, long from, long until) {
    long compared = 0;
    long changed = 0;
    List<Example> examples = new ArrayList<>();
    for (long batch = from + 1; batch <= until; batch++) {
      String name = String.format(Locale.ROOT, "batch-%012d.csv", batch);
      List<String> before = lines(published.resolve(name));
      List<String> after = lines(replayed.resolve(name));
      for (int i = 1; i < Math.max(before.size(), after.size()); i++) {
        compared++;
        String one = i < before.size() ? before.get(i) : "";
        String other = i < after.size() ? after.get(i) : "";
        if (!one.equals(other)) {
          changed++;
          if (examples.size() < SHOWN) {
            examples.add(new Example(name, i + 1, one, other));
          }
        }
      }
    }
    return new PredictionDiff(compared, changed, examples);
  }

  private static List<String> lines(Path file) {
    try {
      return Files.exists(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean isSame() {
    return changed == 0;
  }

  void print(PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "%n%s compared with what was published, %,d differ%n",
        Results.count(compared, "prediction", "predictions"),
        changed);
    for (Example example : examples) {
      out.printf("  %s line %d%n", example.file(), example.line());
      out.printf("    %s%n    %s%n", example.before(), example.after());
    }
  }

  ObjectNode toJson() {
    ObjectNode object = Json.object().put("compared", compared).put("changed", changed);
    ArrayNode array = object.putArray("examples");
    for (Example example : examples) {
      array
          .addObject()
          .put("file", example.file())
          .put("line", example.line())
          .put("before", example.before())
          .put("after", example.after());
    }
    return object;
  }
}
