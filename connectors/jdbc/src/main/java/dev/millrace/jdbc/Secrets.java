package dev.millrace.jdbc;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Keeps what is secret among properties out of texts. */
final class Secrets {
  private static final String MASK = "***";
  private static final Pattern SECRET =
      Pattern.compile("(?i).*(password|pwd|secret|token|credential|key).*");

  private Secrets() {}

  static Map<String, String> masked(Map<String, String> properties) {
    Map<String, String> masked = new TreeMap<>(properties);
    masked.replaceAll((name, value) -> isSecret(name) ? MASK : value);
    return masked;
  }

  /** The text without any secret of the properties. */
  static String mask(String text, Map<String, String> properties) {
    String masked = text;
    for (Map.Entry<String, String> property : properties.entrySet()) {
      if (isSecret(property.getKey()) && !property.getValue().isEmpty()) {
        masked = masked.replace(property.getValue(), MASK);
      }
    }
    return masked;
  }

  /** Whether a failure says a secret of the properties, in itself or in a cause. */
  static boolean isIn(Throwable failure, Map<String, String> properties) {
    for (Throwable some = failure; some != null; some = some.getCause()) {
      String text = some.toString();
      if (!mask(text, properties).equals(text)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isSecret(String name) {
    return SECRET.matcher(name).matches();
  }
}
