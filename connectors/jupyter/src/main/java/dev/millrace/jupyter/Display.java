package dev.millrace.jupyter;

import java.util.function.Consumer;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;

/**
 * Shows values in a notebook, as the value of a cell's last line is shown: plots as images; lists,
 * batches, reports and models as tables; anything else as text. At most {@value TablePrint#ROWS}
 * rows of a table are shown. Outside of a notebook, text goes to standard output.
 *
 * <p>Thread-safe. From another thread than the cell's, values are shown as long as the cell runs.
 */
public final class Display {
  private static volatile Consumer<DisplayData> target = Display::print;

  private Display() {}

  /** Shows values below the cell, one after the other. */
  public static void show(Object... values) {
    for (Object value : values) {
      System.out.flush();
      target.accept(Rendering.of(value));
    }
  }

  /** Where values are shown from now on. */
  static void to(Consumer<DisplayData> newTarget) {
    target = newTarget;
  }

  private static void print(DisplayData data) {
    System.out.println(Rendering.text(data));
  }
}
