package dev.millrace.file;

import dev.millrace.core.SinkException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The batches whose content waits for its files to be complete, a file each, in a directory; and a
 * mark up to where complete files are in place. Used by one thread.
 *
 * <p>An entry's key is twice the batch's id; one more is for what ends behind the batch, when a run
 * does. Entries go from the oldest on only, so that those of a file's batches never outlive the one
 * that says that it is complete.
 */
final class RollingLog {
  private static final Pattern NAME = Pattern.compile("(\\d{12,18})\\.(batch|end)");
  private static final String MARK = "in-place";

  private final Path directory;
  private final NavigableMap<Long, StagedBatch> entries = new TreeMap<>();
  private final List<Path> uncommitted = new ArrayList<>();
  private long inPlace;

  private RollingLog(Path directory, long inPlace) {
    this.directory = directory;
    this.inPlace = inPlace;
  }

  static long key(long batchId) {
    return 2 * batchId;
  }

  /** The key of what ends behind a batch. */
  static long endKey(long batchId) {
    return 2 * batchId + 1;
  }

  static long batchId(long key) {
    return key >> 1;
  }

  /** Reads what there is up to batch {@code committed}; what goes beyond may not be whole. */
  static RollingLog open(Path directory, long committed) throws IOException {
    Path mark = directory.resolve(MARK);
    long inPlace = Files.exists(mark) ? Long.parseLong(Files.readString(mark).strip()) : -1;
    RollingLog log = new RollingLog(directory, inPlace);
    try (Stream<Path> paths = Files.list(directory)) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        Matcher matcher = NAME.matcher(path.getFileName().toString());
        if (matcher.matches()) {
          long id = Long.parseLong(matcher.group(1));
          if (id > committed) {
            log.uncommitted.add(path);
          } else {
            long key = matcher.group(2).equals("end") ? endKey(id) : key(id);
            log.entries.put(key, StagedBatch.read(path));
          }
        }
      }
    }
    return log;
  }

  void removeUncommitted() throws IOException {
    for (Path path : uncommitted) {
      Files.delete(path);
    }
    uncommitted.clear();
  }

  private Path file(long key) {
    return directory.resolve(
        String.format(Locale.ROOT, "%012d.%s", batchId(key), (key & 1) == 0 ? "batch" : "end"));
  }

  void append(long key, StagedBatch.Header header, List<byte[]> contents) throws IOException {
    entries.put(key, StagedBatch.write(file(key), header, contents));
  }

  /** The entries of keys from {@code from} to {@code to}, both inclusive. */
  NavigableMap<Long, StagedBatch> between(long from, long to) {
    return from > to ? new TreeMap<>() : entries.subMap(from, true, to, true);
  }

  boolean isEmptyBehind(long key) {
    return entries.tailMap(key, false).isEmpty();
  }

  boolean holdsBatch(long id) {
    return entries.containsKey(key(id));
  }

  void discardFrom(long key) throws IOException {
    NavigableMap<Long, StagedBatch> discarded = entries.tailMap(key, true);
    for (StagedBatch batch : discarded.values()) {
      batch.delete();
    }
    discarded.clear();
  }

  /** Forgets the batches before {@code id}. */
  void forgetBefore(long id) throws IOException {
    NavigableMap<Long, StagedBatch> old = entries.headMap(key(id), false);
    while (!old.isEmpty()) {
      old.firstEntry().getValue().delete();
      old.pollFirstEntry();
    }
  }

  /** Up to which key the files that are complete are in place. */
  long inPlace() {
    return inPlace;
  }

  void markInPlace(long key) throws IOException {
    Path unfinished = directory.resolve(MARK + ".tmp");
    byte[] text = Long.toString(key).getBytes(StandardCharsets.US_ASCII);
    DurableFiles.write(unfinished, List.of(text));
    DurableFiles.move(unfinished, directory.resolve(MARK));
    inPlace = key;
  }

  /** Fails where the batches of a file that has to be taken back are forgotten. */
  void requireBatch(long id, String where, Path file) {
    if (!holdsBatch(id)) {
      throw new SinkException(
          where
              + file
              + " holds batches on both sides of the checkpoint, which fell back further than the"
              + " sink remembers; start with a newer checkpoint, or empty the directory and start"
              + " afresh");
    }
  }
}
