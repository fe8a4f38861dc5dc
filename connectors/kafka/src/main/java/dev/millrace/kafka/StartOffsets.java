package dev.millrace.kafka;

import dev.millrace.core.SourceException;
import dev.millrace.core.source.DurableText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where partitions begin of which nothing is committed yet, in a file: a pipeline that starts with
 * the latest records, dies, and comes back starts where it did the first time.
 */
final class StartOffsets {
  private final Path file;
  private final Map<String, Long> offsets = new TreeMap<>();

  private StartOffsets(Path file) {
    this.file = file;
  }

  /** What an earlier run has noted in the directory. */
  static StartOffsets open(Path directory) throws IOException {
    StartOffsets starts = new StartOffsets(directory.resolve("start-offsets"));
    if (Files.exists(starts.file)) {
      for (String line : Files.readAllLines(starts.file)) {
        int space = line.indexOf(' ');
        try {
          starts.offsets.put(line.substring(0, space), Long.parseLong(line.substring(space + 1)));
        } catch (IndexOutOfBoundsException | NumberFormatException e) {
          throw new SourceException(
              starts.file
                  + " is damaged: expected 'split offset', got '"
                  + line
                  + "'; remove it to"
                  + " choose anew where to start",
              e);
        }
      }
    }
    return starts;
  }

  /** Where a split begins; null if that is not noted. */
  Long get(String split) {
    return offsets.get(split);
  }

  void put(Map<String, Long> more) throws IOException {
    if (!more.isEmpty()) {
      offsets.putAll(more);
      write();
    }
  }

  /** These splits go on from a checkpoint from now on. */
  void remove(Collection<String> splits) throws IOException {
    if (offsets.keySet().removeAll(splits)) {
      write();
    }
  }

  private void write() throws IOException {
    StringBuilder text = new StringBuilder();
    offsets.forEach((split, offset) -> text.append(split).append(' ').append(offset).append('\n'));
    DurableText.write(file, text.toString());
  }
}
