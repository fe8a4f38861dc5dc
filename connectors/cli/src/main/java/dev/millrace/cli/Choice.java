package dev.millrace.cli;

import dev.millrace.ml.catalog.Suggestion;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads one of an enum's names, in small letters as the help shows them. */
abstract class Choice<E extends Enum<E>> implements ITypeConverter<E> {
  private final Class<E> type;

  Choice(Class<E> type) {
    this.type = type;
  }

  static String name(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public E convert(String text) {
    for (E value : type.getEnumConstants()) {
      if (name(value).equals(text.toLowerCase(Locale.ROOT))) {
        return value;
      }
    }
    List<String> names =
        Arrays.stream(type.getEnumConstants()).map(constant -> name(constant)).toList();
    throw new TypeConversionException(
        "there is no '" + text + "'" + Suggestion.among("there are", names, text));
  }
}
