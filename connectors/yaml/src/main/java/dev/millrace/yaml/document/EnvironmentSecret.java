package dev.millrace.yaml.document;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A password or key, which stands in no document: a document says {@code ${env:NAME}}.
 *
 * @param variable the environment variable that holds it
 * @param value what it holds
 */
public record EnvironmentSecret(String variable, String value) {
  static final String PATTERN = "^\\$\\{env:[A-Za-z_][A-Za-z0-9_]*\\}$";
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{env:([A-Za-z_][A-Za-z0-9_]*)\\}");

  /** The variable of a reference; empty if the text is none. */
  static Optional<String> variable(String text) {
    Matcher matcher = REFERENCE.matcher(text);
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /** The variable alone. */
  @Override
  public String toString() {
    return "${env:" + variable + "}";
  }
}
