package dev.millrace.core.sink;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.function.MapFunction;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.zip.CRC32C;

/**
 * Which folder a value goes to, {@code country=DE/day=2024-05-01}. Immutable.
 *
 * <p>A folder's name is of letters, digits and {@code - . _}; every other byte of UTF-8 is {@code
 * %XX}. So no value can leave the directory, or mean another folder than it says.
 */
public record FilePartitioning<T>(List<Column<T>> columns) implements Serializable {
  /** What null and empty stand as, as in Hive. */
  private static final String NOTHING = "__HIVE_DEFAULT_PARTITION__";

  private static final int LONGEST = 200;
  private static final String PLAIN = "-._";

  /** A column whose values have folders. */
  public record Column<T>(String name, MapFunction<? super T, ?> value) implements Serializable {}

  public FilePartitioning {
    columns = List.copyOf(columns);
  }

  /** All in one folder, the output directory. */
  public static <T> FilePartitioning<T> none() {
    return new FilePartitioning<>(List.of());
  }

  /**
   * Within each folder, a folder for each value of one more column.
   *
   * @throws ConfigurationException when the name is blank, taken, or one that readers pass over
   */
  public FilePartitioning<T> with(String name, MapFunction<? super T, ?> value) {
    if (name.isBlank() || columns.stream().anyMatch(column -> column.name().equals(name))) {
      throw new ConfigurationException(
          "partition columns need names that differ and are not blank, got '" + name + "'");
    }
    if (name.startsWith(".") || name.startsWith("_")) {
      throw new ConfigurationException(
          "partition columns must not begin with '.' or '_', which readers take for hidden files, got"
              + " '"
              + name
              + "'");
    }
    List<Column<T>> more = new ArrayList<>(columns);
    more.add(new Column<>(name, value));
    return new FilePartitioning<>(more);
  }

  /** The folder's path relative to the output directory, with {@code /}; empty without columns. */
  public String path(T value) throws Exception {
    if (columns.isEmpty()) {
      return "";
    }
    StringJoiner path = new StringJoiner("/");
    for (Column<T> column : columns) {
      Object part = column.value().apply(value);
      String text = part == null ? "" : part.toString();
      path.add(escape(column.name()) + "=" + (text.isEmpty() ? NOTHING : escape(text)));
    }
    return path.toString();
  }

  /** Long texts are cut, and told apart by a checksum of the whole. */
  private static String escape(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    StringBuilder escaped = new StringBuilder(bytes.length);
    for (byte b : bytes) {
      char c = (char) (b & 0xFF);
      boolean plain =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || PLAIN.indexOf(c) >= 0;
      if (plain) {
        escaped.append(c);
      } else {
        escaped.append(String.format(Locale.ROOT, "%%%02X", (int) c));
      }
      if (escaped.length() > LONGEST) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return escaped.substring(0, LONGEST) + String.format(Locale.ROOT, "~%08x", crc.getValue());
      }
    }
    return escaped.toString();
  }
}
