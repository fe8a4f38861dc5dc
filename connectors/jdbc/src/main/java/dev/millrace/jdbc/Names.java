package dev.millrace.jdbc;

import dev.millrace.core.ConfigurationException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Names of tables and columns as SQL takes them. */
final class Names {
  private static final int MAX_PARTS = 3;

  private Names() {}

  /**
   * The parts of {@code table} or {@code schema.table}.
   *
   * @throws ConfigurationException when it is no such name
   */
  static List<String> parts(String table) {
    List<String> parts = Arrays.asList(table.split("\\.", -1));
    if (parts.size() > MAX_PARTS
        || parts.stream().anyMatch(part -> part.isBlank() || hasControl(part))) {
      throw new ConfigurationException(
          "expected a table such as payments or shop.payments, got '"
              + table.replaceAll("\\p{Cntrl}", "?")
              + "'");
    }
    return parts;
  }

  private static boolean hasControl(String name) {
    return name.chars().anyMatch(Character::isISOControl);
  }

  /** In quotes, so that whatever stands in it is a name and nothing else. */
  static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  static String quoted(Collection<String> names, String between) {
    return names.stream().map(Names::quoted).collect(Collectors.joining(between));
  }

  /** What is left when neither case nor underscores count: {@code orderId}, {@code ORDER_ID}. */
  static String loose(String name) {
    return name.replace("_", "").toLowerCase(Locale.ROOT);
  }
}
