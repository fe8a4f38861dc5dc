package dev.millrace.yaml.document;

/**
 * A place in a document.
 *
 * @param document its name
 * @param line from 1 on; 0 where the document is a single line of somebody's command
 * @param column from 1 on
 */
public record Location(String document, int line, int column) {
  /** {@code pipeline.yaml:3:5}. */
  @Override
  public String toString() {
    return line == 0 ? document : document + ":" + line + ":" + column;
  }
}
