package dev.millrace.ml.metric;

import dev.millrace.core.state.StateCodec;
import dev.millrace.core.state.StateCodecs;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/** A latency histogram as a record of the bins that hold any. */
enum LatencyCodec implements StateCodec<LatencyHistogram> {
  INSTANCE;

  private static final StateCodec<Content> CONTENT = StateCodecs.record(Content.class);

  /** What a histogram holds; {@code bins} in order, the last of them with the {@code largest}. */
  record Content(double sum, long largest, List<Bin> bins) {
    Content {
      int last = -1;
      long total = 0;
      for (Bin bin : bins) {
        if (bin.bin <= last || bin.count <= 0) {
          throw new IllegalArgumentException("bins of latencies out of order or empty");
        }
        last = bin.bin;
        total = Math.addExact(total, bin.count);
      }
      boolean ends = bins.isEmpty() ? largest == 0 : largest >= 0;
      if (!ends || (last >= 0 && LatencyHistogram.bin(largest) != last)) {
        throw new IllegalArgumentException("the largest latency is not in the last bin");
      }
      if (!(sum >= largest && sum < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("latencies of " + total + " sum up to " + sum);
      }
      bins = List.copyOf(bins);
    }
  }

  /** How many are in a bin. */
  record Bin(int bin, long count) {}

  @Override
  public String layout() {
    return CONTENT.layout();
  }

  @Override
  public void write(LatencyHistogram value, DataOutput out) throws IOException {
    CONTENT.write(value.content(), out);
  }

  @Override
  public LatencyHistogram read(DataInput in) throws IOException {
    return LatencyHistogram.of(CONTENT.read(in));
  }
}
