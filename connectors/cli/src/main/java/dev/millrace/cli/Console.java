package dev.millrace.cli;

import java.io.PrintWriter;

/**
 * Where a command writes: results to {@code out}, everything else to {@code err}.
 *
 * @param terminal whether a person is watching {@code err}: progress may redraw its line
 */
record Console(PrintWriter out, PrintWriter err, boolean terminal) {}
