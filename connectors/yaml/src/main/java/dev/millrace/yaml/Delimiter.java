package dev.millrace.yaml;

import dev.millrace.file.FileOptions;
import dev.millrace.file.FileSource;
import java.io.IOException;
import java.nio.file.Path;

/** Finds out what stands between the fields of a CSV file. */
final class Delimiter {
  private static final char[] KNOWN = {',', ';', '\t', '|'};

  private Delimiter() {}

  /** The one of which the first line has most. */
  static char of(Path file) throws IOException {
    String[] header = {""};
    try {
      Sample.read(FileSource.text(file, FileOptions.defaults()), 1, line -> header[0] = line);
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(file + " cannot be read: " + e.getMessage(), e);
    }
    char best = ',';
    for (char candidate : KNOWN) {
      if (count(header[0], candidate) > count(header[0], best)) {
        best = candidate;
      }
    }
    return best;
  }

  private static long count(String line, char of) {
    return line.chars().filter(c -> c == of).count();
  }
}
