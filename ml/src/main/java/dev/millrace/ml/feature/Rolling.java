package dev.millrace.ml.feature;

import dev.millrace.ml.instance.InstanceWriter;
import java.util.List;
import java.util.Locale;

/** Statistics over the last so many rows. */
record Rolling(String name, int length, List<Statistic> statistics) implements RingFeatures {
  Rolling {
    statistics = List.copyOf(statistics);
  }

  @Override
  public List<String> names() {
    return statistics.stream()
        .map(statistic -> name + "." + statistic.name().toLowerCase(Locale.ROOT) + length)
        .toList();
  }

  @Override
  public void write(double[] newestFirst, int count, InstanceWriter out, int at) {
    for (int i = 0; i < statistics.size(); i++) {
      out.feature(at + i, statistics.get(i).of(newestFirst, count));
    }
  }
}
