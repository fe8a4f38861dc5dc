package dev.millrace.ml.feature;

import dev.millrace.ml.instance.InstanceWriter;
import java.util.Arrays;
import java.util.List;

/** The number of so many rows before; 0 where there was none. */
@SuppressWarnings("ArrayRecordComponent")
record Lags(String name, int[] lags) implements RingFeatures {
  @Override
  public int length() {
    return Arrays.stream(lags).max().orElseThrow();
  }

  @Override
  public List<String> names() {
    return Arrays.stream(lags).mapToObj(lag -> name + ".lag" + lag).toList();
  }

  @Override
  public void write(double[] newestFirst, int count, InstanceWriter out, int at) {
    for (int i = 0; i < lags.length; i++) {
      out.feature(at + i, lags[i] <= count ? newestFirst[lags[i] - 1] : 0);
    }
  }
}
