package dev.millrace.yaml.document;

/**
 * Something that cannot be meant.
 *
 * @param at where it stands
 * @param text what was expected, what was found, and what to do, in one line
 */
public record Mistake(Location at, String text) {
  /** {@code pipeline.yaml:3:5: unknown key 'lerners'; …}. */
  @Override
  public String toString() {
    return at + ": " + text;
  }
}
