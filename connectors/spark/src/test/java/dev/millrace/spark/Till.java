package dev.millrace.spark;

import dev.millrace.core.source.DeadLetter;
import dev.millrace.core.source.OffsetRange;
import dev.millrace.core.source.Source;
import dev.millrace.core.source.SourceContext;
import dev.millrace.core.source.SplitPlanner;
import dev.millrace.core.source.SplitReader;
import dev.millrace.core.testing.ReplaySource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Lines of tills, one split each, {@code shop,amount}; some of them are no such thing. */
record Till(ReplaySource<String> lines) implements Source<Sale> {
  /** Seeded; about one line in eight is bad. */
  static Till random(long seed, int... sizes) {
    Random random = new Random(seed);
    List<List<String>> splits = new ArrayList<>();
    for (int size : sizes) {
      List<String> lines = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        String amount = random.nextInt(8) == 0 ? "?" : String.valueOf(random.nextInt(100));
        lines.add("shop" + random.nextInt(9) + "," + amount);
      }
      splits.add(lines);
    }
    return new Till(ReplaySource.ofSplits(splits));
  }

  @Override
  public SplitPlanner planner(SourceContext context) {
    return lines.planner(context);
  }

  @Override
  public SplitReader<Sale> reader(OffsetRange range) throws Exception {
    SplitReader<String> reader = lines.reader(range);
    return (out, rejects) ->
        reader.read(
            line -> {
              String[] parts = line.split(",", -1);
              try {
                out.emit(new Sale(parts[0], Integer.parseInt(parts[1])));
              } catch (NumberFormatException e) {
                rejects.emit(new DeadLetter("", range.split(), "no number", line));
              }
            },
            rejects);
  }
}
