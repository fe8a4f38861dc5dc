package dev.millrace.file;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.format.BadRecordException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Which column of a file goes where. */
final class CsvLayout {
  /** The slot of a column that nobody wants. */
  static final int UNUSED = -1;

  private final List<String> names;
  private final byte delimiter;
  private final int[] slots;

  private CsvLayout(List<String> names, byte delimiter, int[] slots) {
    this.names = names;
    this.delimiter = delimiter;
    this.slots = slots;
  }

  int width() {
    return slots.length;
  }

  String name(int column) {
    return names.get(column);
  }

  int slot(int column) {
    return slots[column];
  }

  byte delimiter() {
    return delimiter;
  }

  /** The names in a header record. */
  static List<String> names(String file, byte[] header, byte delimiter) {
    List<String> names;
    try {
      names = CsvFields.split(header, 0, header.length, delimiter);
    } catch (BadRecordException e) {
      throw new ConfigurationException(
          file + ": the header cannot be read: " + e.getMessage() + "; is it a CSV file?", e);
    }
    List<String> trimmed = new ArrayList<>();
    for (String name : names) {
      String clean = name.strip();
      if (clean.chars().anyMatch(Character::isISOControl)) {
        throw new ConfigurationException(
            file + ": the header holds control characters; expected a CSV text file");
      }
      if (trimmed.contains(clean)) {
        throw new ConfigurationException(
            file + ": column '" + clean + "' stands twice in the header; rename one");
      }
      trimmed.add(clean);
    }
    return List.copyOf(trimmed);
  }

  /** The names of columns without a header. */
  static List<String> numbered(int width) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < width; i++) {
      names.add("c" + i);
    }
    return names;
  }

  /** Finds each wanted column by its exact name; the slot is its place among the wanted. */
  static CsvLayout exact(String file, List<String> names, List<String> wanted, byte delimiter) {
    int[] slots = new int[names.size()];
    Arrays.fill(slots, UNUSED);
    for (int slot = 0; slot < wanted.size(); slot++) {
      int column = names.indexOf(wanted.get(slot));
      if (column < 0) {
        throw missing(file, wanted.get(slot), names);
      }
      slots[column] = slot;
    }
    return new CsvLayout(names, delimiter, slots);
  }

  /**
   * Like {@link #exact}, but a wanted name without an exact match may differ in case and in {@code
   * _}, {@code -} and spaces.
   */
  static CsvLayout alike(String file, List<String> names, List<String> wanted, byte delimiter) {
    List<String> matched = new ArrayList<>();
    for (String want : wanted) {
      List<String> same =
          names.contains(want)
              ? List.of(want)
              : names.stream().filter(name -> plain(name).equals(plain(want))).toList();
      if (same.isEmpty()) {
        throw missing(file, want, names);
      }
      if (same.size() > 1) {
        throw new ConfigurationException(
            file + ": component '" + want + "' matches several columns: " + same);
      }
      matched.add(same.get(0));
    }
    return exact(file, names, matched, delimiter);
  }

  private static String plain(String name) {
    return name.replaceAll("[_\\-\\s]", "").toLowerCase(Locale.ROOT);
  }

  private static ConfigurationException missing(String file, String column, List<String> names) {
    String nearest =
        names.stream()
            .sorted(Comparator.comparingInt(name -> distance(plain(name), plain(column))))
            .limit(3)
            .collect(Collectors.joining(", "));
    return new ConfigurationException(
        file + ": no column '" + column + "' in the header; the nearest names are " + nearest);
  }

  /** How many letters must be changed, added or removed (Levenshtein 1966). */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
