package dev.millrace.file;

import dev.millrace.core.SinkException;
import dev.millrace.core.file.FileTree.Entry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
  private static final String MARK = OutputDirectory.staged("in-place");

  private final OutputDirectory directory;
  private final NavigableMap<Long, StagedBatch> entries = new TreeMap<>();
  private final List<String> uncommitted = new ArrayList<>();
  private long inPlace;

  private RollingLog(OutputDirectory directory, long inPlace) {
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

  /** Reads what there is of batches that are committed; what goes beyond is to be removed. */
  static RollingLog open(OutputDirectory directory) throws IOException {
    long inPlace = directory.text(MARK).map(mark -> Long.parseLong(mark.strip())).orElse(-1L);
    RollingLog log = new RollingLog(directory, inPlace);
    for (Entry file : directory.tree().list(OutputDirectory.STAGE)) {
      Matcher matcher = NAME.matcher(OutputDirectory.lastPart(file.name()));
      if (matcher.matches()) {
        long id = Long.parseLong(matcher.group(1));
        if (id > directory.context().committed()) {
          log.uncommitted.add(file.name());
        } else {
          long key = matcher.group(2).equals("end") ? endKey(id) : key(id);
          log.entries.put(key, StagedBatch.read(directory, file));
        }
      }
    }
    return log;
  }

  void removeUncommitted() throws IOException {
    for (String name : uncommitted) {
      directory.tree().delete(name);
    }
    uncommitted.clear();
  }

  private static String name(long key) {
    return OutputDirectory.staged(
        String.format(Locale.ROOT, "%012d.%s", batchId(key), (key & 1) == 0 ? "batch" : "end"));
  }

  void append(long key, StagedBatch.Header header, List<byte[]> contents) throws IOException {
    entries.put(key, StagedBatch.write(directory, name(key), header, contents));
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
    directory.write(MARK, List.of(Long.toString(key).getBytes(StandardCharsets.US_ASCII)));
    inPlace = key;
  }

  /** Fails where the batches of a file that has to be taken back are forgotten. */
  void requireBatch(long id, String file) {
    if (!holdsBatch(id)) {
      throw new SinkException(
          directory.where()
              + directory.where(file)
              + " holds batches on both sides of the checkpoint, which fell back further than the"
              + " sink remembers; start with a newer checkpoint, or empty the directory and start"
              + " afresh");
    }
  }
}
