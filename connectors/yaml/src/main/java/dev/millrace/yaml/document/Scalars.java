package dev.millrace.yaml.document;

import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What texts stand for. */
final class Scalars {
  private Scalars() {}

  /** {@code timeOfDay} for {@code TIME_OF_DAY}. */
  static String name(Enum<?> constant) {
    StringBuilder name = new StringBuilder();
    for (String word : constant.name().split("_", -1)) {
      String lower = word.toLowerCase(Locale.ROOT);
      name.append(
          name.isEmpty()
              ? lower
              : lower.substring(0, 1).toUpperCase(Locale.ROOT) + lower.substring(1));
    }
    return name.toString();
  }

  static List<String> names(Class<?> enumeration) {
    return Arrays.stream(enumeration.getEnumConstants()).map(c -> name((Enum<?>) c)).toList();
  }

  /**
   * What the static method {@code parse} of a record makes of a text.
   *
   * @throws IllegalArgumentException if it refuses
   */
  static Object parse(Class<?> record, String text) {
    try {
      var method = record.getDeclaredMethod("parse", String.class);
      method.setAccessible(true);
      return method.invoke(null, text);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException refused) {
        throw refused;
      }
      throw new IllegalStateException(e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(record + " has no static method parse(String)", e);
    }
  }
}
