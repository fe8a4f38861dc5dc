package dev.millrace.jupyter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.ConfigurationException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import javax.imageio.ImageIO;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.junit.jupiter.api.Test;

class PlotTest {
  private static final int MOST_BYTES = 20_000;

  @Test
  void shouldDrawLinesPointsAndMarks() throws IOException {
    Random random = new Random(7);
    double[] x = random.doubles(2_000).sorted().toArray();
    double[] y = Arrays.stream(x).map(v -> Math.sin(9 * v) + random.nextGaussian() / 9).toArray();
    double[] smooth = Arrays.stream(x).map(v -> Math.sin(9 * v)).toArray();
    Arrays.fill(smooth, 500, 900, Double.NaN);
    XyPlot plot =
        Plots.xy("Waves", "x", "y")
            .line("with a gap", x, smooth)
            .points("points", x, y)
            .mark("here", 0.5);
    assertTrue(plot.series().get(0).x().length <= XyPlot.MOST_POINTS);
    check(plot.reference("zero", new double[] {0, 1}, new double[] {0, 0}), 0x0073B4);
  }

  @Test
  void shouldDrawHistogramsAndBars() throws IOException {
    double[] values = new Random(7).doubles(1_000).toArray();
    check(Plots.xy("Spread", "value", "rows").histogram("all", values, 20, 0, 1), -1);
    BarPlot bars = Plots.bars("Weights", "weight");
    for (int i = 0; i < 12; i++) {
      bars = bars.bar("a feature of a long name=" + i, 6 - i);
    }
    check(bars, 0x0073B4);
  }

  @Test
  void shouldCountEachValueOnce() {
    XyPlot plot =
        Plots.xy("Spread", "value", "rows")
            .histogram("all", new double[] {0, 0.5, 0.99, 1, 2, -1, Double.NaN}, 2, 0, 1);
    assertEquals("[0.0, 1.0, 1.0, 3.0, 3.0, 0.0]", Arrays.toString(plot.series().get(0).y()));
    assertEquals("[0.0, 0.0, 0.5, 0.5, 1.0, 1.0]", Arrays.toString(plot.series().get(0).x()));
  }

  @Test
  void shouldSayInWordsWhatItDraws() {
    double[] x = {0, 1, 2, 3};
    double[] y = {0.5, Double.NaN, 1.0 / 3, 1_234_567};
    assertEquals(
        """
        plot: Waves
          sea: 3 points; hours 0 to 3, mean 1.5; metres 0.333333 to 1234570, mean 411523
          calm: 0 points; hours 0 to 3, mean 1.5; metres not known
          tide: at 2.5""",
        Plots.xy("Waves", "hours", "metres")
            .line("sea", x, y)
            .points("calm", x, new double[] {Double.NaN, Double.NaN, Double.NaN, Double.NaN})
            .mark("tide", 2.5)
            .toString());
    assertEquals(
        """
        plot: Weights
          a: -0.25""",
        Plots.bars("Weights", "weight").bar("a", -0.25).toString());
  }

  @Test
  void shouldDrawWhatHasNoNumbersYet() throws IOException {
    double[] none = {Double.NaN};
    check(Plots.xy("Nothing", "x", "y").line("none", none, none), -1);
    check(Plots.bars("Nothing", "x"), -1);
    check(Plots.xy("Nothing", "x", "y"), -1);
    double[] one = {1};
    check(Plots.xy("One", "x", "y").line("one", one, one), -1);
  }

  @Test
  void shouldRefuseWhatCannotBeDrawn() {
    XyPlot plot = Plots.xy("t", "x", "y");
    double[] one = {1};
    refuses("series 'a' of a plot has 1 x and 2 y", () -> plot.line("a", one, new double[2]));
    refuses("two series named 'a'", () -> plot.line("a", one, one).points("a", one, one));
    refuses("width of a plot must be from 100 to 2000, got 5", () -> plot.sized(5, 200));
    refuses("y range must rise", () -> plot.yRange(1, 1));
    refuses("1 to 1,000 bins", () -> plot.histogram("h", one, 0, 0, 1));
    refuses("finite", () -> Plots.bars("t", "x").bar("b", Double.NaN));
  }

  private static void refuses(String expected, org.junit.jupiter.api.function.Executable call) {
    String message = assertThrows(ConfigurationException.class, call).getMessage();
    assertTrue(message.contains(expected), message);
  }

  /** Sharp, of few bytes, and of more than one colour. */
  private static void check(Plot plot, int colour) throws IOException {
    DisplayData data = Rendering.of(plot);
    byte[] png = Base64.getDecoder().decode(data.getData(MIMEType.IMAGE_PNG).toString());
    assertTrue(png.length < MOST_BYTES, plot + ": " + png.length);
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
    assertEquals(Math.round(1.4 * plot.width()), image.getWidth());
    assertEquals(Math.round(1.4 * plot.height()), image.getHeight());
    Set<Integer> colours = new HashSet<>();
    for (int i = 0; i < image.getWidth(); i++) {
      for (int j = 0; j < image.getHeight(); j++) {
        colours.add(image.getRGB(i, j) & 0xFFFFFF);
      }
    }
    assertTrue(colours.size() > 3, colours.toString());
    assertTrue(colour < 0 || colours.contains(colour), colours.toString());
    assertEquals(plot.toString(), data.getData(MIMEType.TEXT_PLAIN));
  }
}
