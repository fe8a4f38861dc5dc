package dev.millrace.jupyter;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.stream.DoubleStream;
import org.knowm.xchart.HorizontalBarChart;
import org.knowm.xchart.HorizontalBarChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws plots with XChart. */
final class Drawing {
  private static final double ROOM = 0.04;
  private static final float LINE = 1.8f;
  private static final double POINT = 3.5;
  private static final double LARGE_POINT = 10;
  private static final int FILL_ALPHA = 90;
  private static final int NAME_HEIGHT = 16;
  private static final double NUDGE = 2e-4;

  private Drawing() {}

  static byte[] png(XyPlot plot) {
    PlotFrame frame = plot.frame();
    XYChart chart =
        new XYChartBuilder()
            .width(frame.width())
            .height(frame.height())
            .title(frame.title())
            .xAxisTitle(frame.x())
            .yAxisTitle(frame.y())
            .build();
    PlotStyle.apply(chart.getStyler());
    XyPlot.Range range = plot.range().orElseGet(() -> extent(plot.series()));
    chart.getStyler().setYAxisMin(range.from());
    chart.getStyler().setYAxisMax(range.until());
    int colours = 0;
    int marks = 0;
    for (XyPlot.Series series : plot.series()) {
      if (series.kind() == XyPlot.Kind.MARK) {
        mark(chart, series, range, marks++);
      } else if (Arrays.stream(series.y()).anyMatch(Double::isFinite)) {
        boolean coloured = series.kind() != XyPlot.Kind.REFERENCE;
        add(chart, series, PlotStyle.colour(coloured ? colours++ : 0));
        marks += coloured ? 0 : 1;
      }
    }
    chart.getStyler().setLegendVisible(colours + marks > 1);
    return png(plot, chart);
  }

  private static void add(XYChart chart, XyPlot.Series series, Color colour) {
    XYSeries drawn = chart.addSeries(series.name(), uneven(series.x()), series.y());
    drawn.setMarker(SeriesMarkers.NONE).setMarkerColor(colour).setLineColor(colour);
    drawn.setLineStyle(new BasicStroke(LINE));
    switch (series.kind()) {
      case STEPS -> {
        drawn.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Area);
        drawn.setFillColor(PlotStyle.translucent(colour, FILL_ALPHA));
      }
      case REFERENCE -> {
        drawn.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Line);
        drawn.setLineColor(PlotStyle.mark(1)).setLineStyle(PlotStyle.dashes());
      }
      case POINTS, LARGE_POINTS -> {
        boolean large = series.kind() == XyPlot.Kind.LARGE_POINTS;
        drawn.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
        drawn.setMarker(new Dot(large ? LARGE_POINT : POINT));
      }
      default -> drawn.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Line);
    }
  }

  /**
   * Of values that are equally spaced XChart labels as many as fit, however odd the numbers are:
   * the first one is moved by what nobody sees.
   */
  private static double[] uneven(double[] x) {
    double[] moved = x.clone();
    double range = Math.abs(x[x.length - 1] - x[0]);
    moved[0] -= Math.min(range, Math.max(NUDGE, NUDGE * range));
    return moved;
  }

  private static void mark(XYChart chart, XyPlot.Series series, XyPlot.Range range, int number) {
    double x = series.x()[0];
    XYSeries drawn =
        chart.addSeries(
            series.name(), new double[] {x, x}, new double[] {range.from(), range.until()});
    drawn.setMarker(SeriesMarkers.NONE).setLineColor(PlotStyle.mark(number));
    drawn.setLineStyle(PlotStyle.dashes());
  }

  /** As wide as the data, and a little more. */
  private static XyPlot.Range extent(List<XyPlot.Series> series) {
    DoubleSummaryStatistics all =
        series.stream()
            .filter(s -> s.kind() != XyPlot.Kind.MARK)
            .flatMapToDouble(s -> DoubleStream.of(s.y()))
            .filter(Double::isFinite)
            .summaryStatistics();
    if (all.getCount() == 0) {
      return new XyPlot.Range(0, 1);
    }
    boolean counts = series.stream().anyMatch(s -> s.kind() == XyPlot.Kind.STEPS);
    double room = ROOM * Math.max(all.getMax() - all.getMin(), Double.MIN_NORMAL);
    double least = all.getMin() - room;
    double most = all.getMax() + room;
    return new XyPlot.Range(counts ? 0 : least, most > least ? most : least + 1);
  }

  static byte[] png(BarPlot plot) {
    PlotFrame frame = plot.frame();
    HorizontalBarChart chart =
        new HorizontalBarChartBuilder()
            .width(frame.width())
            .height(frame.height())
            .title(frame.title())
            .xAxisTitle(frame.x())
            .yAxisTitle(frame.y())
            .build();
    PlotStyle.apply(chart.getStyler());
    chart.getStyler().setLegendVisible(false);
    chart.getStyler().setYAxisTitleVisible(false);
    // XChart goes by this hint for names on the other axis too, and must not leave any out.
    chart.getStyler().setXAxisTickMarkSpacingHint(NAME_HEIGHT);
    chart.getStyler().setPlotGridHorizontalLinesVisible(false);
    List<BarPlot.Bar> bars = plot.bars();
    if (!bars.isEmpty()) {
      chart
          .addSeries(
              "values",
              bars.stream().map(BarPlot.Bar::value).toList(),
              bars.stream().map(BarPlot.Bar::name).toList())
          .setFillColor(PlotStyle.colour(0));
    }
    return png(plot, chart);
  }

  private static byte[] png(Plot plot, Chart<?, ?> chart) {
    return Png.of(
        plot.width(),
        plot.height(),
        graphics -> chart.paint(graphics, plot.width(), plot.height()));
  }
}
