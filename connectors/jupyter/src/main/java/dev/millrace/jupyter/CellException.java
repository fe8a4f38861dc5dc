package dev.millrace.jupyter;

import java.util.List;

/** A cell could not be compiled, or threw; says where in the cell. */
@SuppressWarnings("serial") // never serialized
final class CellException extends RuntimeException {
  private final List<String> lines;

  /**
   * @param message in one line
   * @param lines all that a reader of the cell needs to know
   */
  CellException(String message, List<String> lines) {
    super(message, null, false, false);
    this.lines = List.copyOf(lines);
  }

  List<String> lines() {
    return lines;
  }
}
