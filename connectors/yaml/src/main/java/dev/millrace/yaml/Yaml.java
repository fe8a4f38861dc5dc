package dev.millrace.yaml;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes texts so that YAML reads them back. */
final class Yaml {
  private static final Set<String> WORDS =
      Set.of("true", "false", "null", "yes", "no", "on", "off", "y", "n");

  private Yaml() {}

  /** A text as it is where that is safe, or in quotes. */
  static String text(String text) {
    boolean plain =
        text.matches("[A-Za-z_./][A-Za-z0-9_./-]*(:[0-9]+)?")
            && !text.startsWith("...")
            && !WORDS.contains(text.toLowerCase(Locale.ROOT));
    return plain
        ? text
        : '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
  }

  /** A list on one line. */
  static String list(List<String> texts) {
    return texts.stream().map(Yaml::text).collect(Collectors.joining(", ", "[", "]"));
  }
}
