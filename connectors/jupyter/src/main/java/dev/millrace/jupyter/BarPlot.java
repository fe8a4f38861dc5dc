package dev.millrace.jupyter;

import dev.millrace.core.ConfigurationException;
import java.util.ArrayList;
import java.util.List;

/**
 * A number per name, as bars from left to right, one below the other; room for long names. At most
 * {@value #MOST_BARS} bars.
 */
public final class BarPlot extends Plot {
  static final int MOST_BARS = 50;

  private final List<Bar> bars;

  private BarPlot(PlotFrame frame, List<Bar> bars) {
    super(frame);
    this.bars = bars;
  }

  static BarPlot in(PlotFrame frame) {
    return new BarPlot(frame, List.of());
  }

  /** A bar and its name. */
  record Bar(String name, double value) {}

  /** Adds a bar below the others. */
  public BarPlot bar(String name, double value) {
    if (bars.size() == MOST_BARS || !Double.isFinite(value)) {
      throw new ConfigurationException(
          "bar '%s' = %s: a plot takes %d bars of finite length".formatted(name, value, MOST_BARS));
    }
    List<Bar> more = new ArrayList<>(bars);
    more.add(new Bar(name, value));
    return new BarPlot(frame(), List.copyOf(more));
  }

  List<Bar> bars() {
    return bars;
  }

  @Override
  public BarPlot sized(int width, int height) {
    return new BarPlot(frame().sized(width, height), bars);
  }

  @Override
  List<String> words() {
    return bars.stream().map(bar -> bar.name() + ": " + Numbers.text(bar.value())).toList();
  }

  @Override
  public byte[] png() {
    return Drawing.png(this);
  }
}
