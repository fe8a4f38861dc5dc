package dev.millrace.parquet;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.source.BadRecordPolicy;
import java.io.Serializable;
import java.nio.file.FileSystems;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.PatternSyntaxException;

/**
 * How files are found and read; immutable, made by {@link #defaults} and the {@code with…} methods.
 *
 * @param glob which files beneath a directory count, matched with the path relative to it; what
 *     begins with {@code .} or {@code _} never does. Default: all
 * @param follow whether the source waits for new files, which should come later by name; default:
 *     it ends
 * @param maxRecordBytes what the lists and maps of a row may take in memory, about; a row of more
 *     is a bad record, and never held whole. 1 to 512 MiB, default 16 MiB
 * @param badRecords what becomes of rows that do not fit the record; default dead letter
 * @param settings of Hadoop, beyond {@code core-site.xml} and {@code hdfs-site.xml} on the class
 *     path; default none
 */
public record ParquetOptions(
    String glob,
    boolean follow,
    int maxRecordBytes,
    BadRecordPolicy badRecords,
    Map<String, String> settings)
    implements Serializable {
  private static final ParquetOptions DEFAULTS =
      new ParquetOptions("**", false, 16 << 20, BadRecordPolicy.DEAD_LETTER, Map.of());

  public ParquetOptions {
    settings = new TreeMap<>(settings);
    if (maxRecordBytes < 1 || maxRecordBytes > 512 << 20) {
      throw new ConfigurationException(
          "maxRecordBytes must be from 1 to 512 MiB, got " + maxRecordBytes);
    }
    try {
      FileSystems.getDefault().getPathMatcher("glob:" + glob);
    } catch (PatternSyntaxException e) {
      throw new ConfigurationException("glob '" + glob + "' is malformed: " + e.getMessage(), e);
    }
  }

  public static ParquetOptions defaults() {
    return DEFAULTS;
  }

  public ParquetOptions withGlob(String newGlob) {
    return new ParquetOptions(newGlob, follow, maxRecordBytes, badRecords, settings);
  }

  public ParquetOptions withFollow(boolean newFollow) {
    return new ParquetOptions(glob, newFollow, maxRecordBytes, badRecords, settings);
  }

  public ParquetOptions withMaxRecordBytes(int newMaxRecordBytes) {
    return new ParquetOptions(glob, follow, newMaxRecordBytes, badRecords, settings);
  }

  public ParquetOptions withBadRecords(BadRecordPolicy newBadRecords) {
    return new ParquetOptions(glob, follow, maxRecordBytes, newBadRecords, settings);
  }

  public ParquetOptions withSettings(Map<String, String> newSettings) {
    return new ParquetOptions(glob, follow, maxRecordBytes, badRecords, newSettings);
  }

  /** Keeps credentials out of logs. */
  @Override
  public String toString() {
    return "ParquetOptions[glob="
        + glob
        + ", follow="
        + follow
        + ", maxRecordBytes="
        + maxRecordBytes
        + ", badRecords="
        + badRecords
        + "]";
  }
}
