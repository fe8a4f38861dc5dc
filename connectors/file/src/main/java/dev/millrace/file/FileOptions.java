package dev.millrace.file;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.row.RowSchema;
import dev.millrace.core.source.BadRecordPolicy;
import java.io.Serializable;
import java.nio.file.FileSystems;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.PatternSyntaxException;

/**
 * How files are found and read; immutable, made by {@link #defaults} and the {@code with…} methods.
 *
 * @param glob which files of a directory count, matched with the path relative to it;
 *     subdirectories are searched only when it holds a {@code /}. Default {@code *}. Names that
 *     begin with {@code .} or {@code _} never count
 * @param follow whether the source waits for new files and for growing ones; default: it ends
 * @param maxRecordBytes longest record; a longer one is a bad record and never held in memory
 *     whole. 1 to 512 MiB, default 1 MiB
 * @param badRecords what becomes of records that cannot be decoded; default dead letter
 * @param delimiter CSV: what stands between fields, ASCII, no quote and no line end; default comma
 * @param header CSV: whether the first record names the columns, the default; without, they are
 *     called {@code c0}, {@code c1} …
 * @param types CSV rows: types of some columns; those of the others are inferred
 * @param schema CSV rows: exactly the columns to read, so that nothing is inferred; an empty one,
 *     the default, stands for all columns of the first file
 */
public record FileOptions(
    String glob,
    boolean follow,
    int maxRecordBytes,
    BadRecordPolicy badRecords,
    char delimiter,
    boolean header,
    Map<String, RowSchema.Type> types,
    RowSchema schema)
    implements Serializable {
  private static final FileOptions DEFAULTS =
      new FileOptions(
          "*",
          false,
          1 << 20,
          BadRecordPolicy.DEAD_LETTER,
          ',',
          true,
          Map.of(),
          new RowSchema(List.of()));

  public FileOptions {
    types = Collections.unmodifiableMap(new LinkedHashMap<>(types));
    if (maxRecordBytes < 1 || maxRecordBytes > 512 << 20) {
      throw new ConfigurationException(
          "maxRecordBytes must be from 1 to 512 MiB, got " + maxRecordBytes);
    }
    if (delimiter > 127 || delimiter == '"' || delimiter == '\n' || delimiter == '\r') {
      throw new ConfigurationException(
          "delimiter must be ASCII, no quote and no line end, got '" + delimiter + "'");
    }
    try {
      FileSystems.getDefault().getPathMatcher("glob:" + glob);
    } catch (PatternSyntaxException e) {
      throw new ConfigurationException("glob '" + glob + "' is malformed: " + e.getMessage(), e);
    }
  }

  public static FileOptions defaults() {
    return DEFAULTS;
  }

  public FileOptions withGlob(String newGlob) {
    return new FileOptions(
        newGlob, follow, maxRecordBytes, badRecords, delimiter, header, types, schema);
  }

  public FileOptions withFollow(boolean newFollow) {
    return new FileOptions(
        glob, newFollow, maxRecordBytes, badRecords, delimiter, header, types, schema);
  }

  public FileOptions withMaxRecordBytes(int newMaxRecordBytes) {
    return new FileOptions(
        glob, follow, newMaxRecordBytes, badRecords, delimiter, header, types, schema);
  }

  public FileOptions withBadRecords(BadRecordPolicy newBadRecords) {
    return new FileOptions(
        glob, follow, maxRecordBytes, newBadRecords, delimiter, header, types, schema);
  }

  public FileOptions withDelimiter(char newDelimiter) {
    return new FileOptions(
        glob, follow, maxRecordBytes, badRecords, newDelimiter, header, types, schema);
  }

  public FileOptions withHeader(boolean newHeader) {
    return new FileOptions(
        glob, follow, maxRecordBytes, badRecords, delimiter, newHeader, types, schema);
  }

  public FileOptions withTypes(Map<String, RowSchema.Type> newTypes) {
    return new FileOptions(
        glob, follow, maxRecordBytes, badRecords, delimiter, header, newTypes, schema);
  }

  public FileOptions withSchema(RowSchema newSchema) {
    return new FileOptions(
        glob, follow, maxRecordBytes, badRecords, delimiter, header, types, newSchema);
  }
}
