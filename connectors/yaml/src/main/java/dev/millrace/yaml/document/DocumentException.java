package dev.millrace.yaml.document;

import dev.millrace.core.ConfigurationException;
import java.util.Comparator;
import java.util.List;

/** A document holds mistakes; they are told in the order in which they stand there. */
public final class DocumentException extends ConfigurationException {
  private static final long serialVersionUID = 1L;

  private final transient List<Mistake> mistakes;

  DocumentException(List<Mistake> mistakes) {
    this(mistakes, null);
  }

  DocumentException(List<Mistake> mistakes, Throwable cause) {
    super(message(sorted(mistakes)), cause);
    this.mistakes = sorted(mistakes);
  }

  private static List<Mistake> sorted(List<Mistake> mistakes) {
    return mistakes.stream()
        .sorted(
            Comparator.<Mistake>comparingInt(mistake -> mistake.at().line())
                .thenComparingInt(mistake -> mistake.at().column()))
        .toList();
  }

  private static String message(List<Mistake> mistakes) {
    String first = mistakes.get(0).toString();
    return mistakes.size() == 1 ? first : first + " (and " + (mistakes.size() - 1) + " more)";
  }

  /** All of them, at least one. */
  public List<Mistake> mistakes() {
    return mistakes;
  }
}
