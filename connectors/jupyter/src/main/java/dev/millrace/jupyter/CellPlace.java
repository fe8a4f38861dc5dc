package dev.millrace.jupyter;

/**
 * Where in a notebook a snippet of code stands.
 *
 * @param cell by the number that Jupyter shows beside it
 * @param source the whole cell
 * @param offset where in it the snippet begins
 */
record CellPlace(int cell, String source, int offset) {
  /** The line of a position in the snippet, from 1. */
  int line(long position) {
    int end = (int) Math.min(source.length(), offset + Math.max(0, position));
    return 1 + (int) source.substring(0, end).chars().filter(c -> c == '\n').count();
  }

  /** The line of the cell that is a line of the snippet, both from 1. */
  int lineOf(int line) {
    return line(0) + line - 1;
  }

  /** How far from the start of its line a position in the snippet is. */
  int column(long position) {
    int at = (int) Math.min(source.length(), offset + Math.max(0, position));
    return at - (source.lastIndexOf('\n', at - 1) + 1);
  }

  /** The text of a line of the cell. */
  String text(int line) {
    return source.split("\n", -1)[line - 1].stripTrailing();
  }
}
