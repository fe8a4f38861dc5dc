package dev.millrace.cli;

import java.io.PrintWriter;
import picocli.CommandLine.Help.Ansi;

/**
 * Where a command writes: results to {@code out}, everything else to {@code err}.
 *
 * @param terminal whether a person is watching {@code err}: progress may redraw its line
 * @param outColours whether {@code out} takes colours
 * @param errColours whether {@code err} takes colours
 */
record Console(
    PrintWriter out, PrintWriter err, boolean terminal, Ansi outColours, Ansi errColours) {
  /** One without colours. */
  Console(PrintWriter out, PrintWriter err, boolean terminal) {
    this(out, err, terminal, Ansi.OFF, Ansi.OFF);
  }

  /**
   * Colours for a stream: where it is a terminal that knows them, unless NO_COLOR is set.
   *
   * @param noColour the variable NO_COLOR, empty if it is not set; see no-color.org
   * @param term the variable TERM
   */
  static Ansi colours(boolean terminal, String noColour, String term) {
    return terminal && noColour.isEmpty() && !term.equals("dumb") ? Ansi.ON : Ansi.OFF;
  }

  /** A text for {@code out}, in a style as of picocli: {@code red,bold}. */
  String styled(String style, String text) {
    return outColours.string("@|" + style + " " + text + "|@");
  }
}
