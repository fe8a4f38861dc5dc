package dev.millrace.core.sink;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The output files that are open, at most one per folder, and the rule by which they end. A
 * function of the batches that were taken. Used by one thread.
 */
public final class OpenFolders {
  /** What a batch brings to the file of one folder. */
  public record Part(String folder, long bytes) {}

  /** The file of that folder that holds the batches from the first to the last is complete. */
  public record Roll(String folder, long first, long last) {}

  /** The file of a folder, of the batches from {@code first} to {@code last}. */
  private record OpenFile(long first, long last, long period, long bytes) {}

  private final FileRolling rolling;
  private final int maxFolders;
  private final TreeMap<String, OpenFile> files = new TreeMap<>();

  /**
   * @param maxFolders how many folders may have an open file; beyond, that is complete which was
   *     not written to for longest
   */
  public OpenFolders(FileRolling rolling, int maxFolders) {
    this.rolling = rolling;
    this.maxFolders = maxFolders;
  }

  /** Another one, with the same files open. */
  public OpenFolders copy() {
    OpenFolders copy = new OpenFolders(rolling, maxFolders);
    copy.files.putAll(files);
    return copy;
  }

  /**
   * Takes a batch; which files are complete by it.
   *
   * @param time of the batch, in Unix milliseconds
   */
  public List<Roll> take(long id, long time, List<Part> parts) {
    List<Roll> rolls = new ArrayList<>();
    long period = rolling.periodOf(time);
    for (Map.Entry<String, OpenFile> entry : files.entrySet()) {
      OpenFile file = entry.getValue();
      if (file.period() != period || id - file.first() >= rolling.maxBatches()) {
        rolls.add(roll(entry));
      }
    }
    rolls.forEach(this::close);
    parts.forEach(part -> add(id, period, part));
    List<Roll> full = new ArrayList<>();
    for (Map.Entry<String, OpenFile> entry : files.entrySet()) {
      if (entry.getValue().bytes() >= rolling.maxBytes()) {
        full.add(roll(entry));
      }
    }
    full.forEach(this::close);
    rolls.addAll(full);
    rolls.addAll(closeLongestUnused());
    return rolls;
  }

  private List<Roll> closeLongestUnused() {
    if (files.size() <= maxFolders) {
      return List.of();
    }
    List<Roll> rolls =
        files.entrySet().stream()
            .sorted(Comparator.comparingLong(entry -> entry.getValue().last()))
            .limit(files.size() - (long) maxFolders)
            .map(OpenFolders::roll)
            .toList();
    rolls.forEach(this::close);
    return rolls;
  }

  private static Roll roll(Map.Entry<String, OpenFile> entry) {
    return new Roll(entry.getKey(), entry.getValue().first(), entry.getValue().last());
  }

  private void add(long id, long period, Part part) {
    OpenFile file = files.get(part.folder());
    long first = file == null ? id : file.first();
    long bytes = file == null ? part.bytes() : file.bytes() + part.bytes();
    files.put(part.folder(), new OpenFile(first, id, period, bytes));
  }

  private void close(Roll roll) {
    files.remove(roll.folder());
  }

  /**
   * Takes a batch as it was taken before.
   *
   * @param rolls what {@link #take} gave
   */
  public void replay(long id, long time, List<Part> parts, List<Roll> rolls) {
    rolls.stream().filter(roll -> roll.last() < id).forEach(this::close);
    parts.forEach(part -> add(id, rolling.periodOf(time), part));
    rolls.stream().filter(roll -> roll.last() == id).forEach(this::close);
  }

  /** All files, as if they were complete. */
  public List<Roll> all() {
    return files.entrySet().stream().map(OpenFolders::roll).toList();
  }
}
