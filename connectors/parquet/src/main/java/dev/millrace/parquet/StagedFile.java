package dev.millrace.parquet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of the rows of one batch that go to one folder. Its name says what is known of it, so that
 * a new process knows as much as the one that died.
 *
 * @param folder relative to the output directory; empty for that itself
 * @param time of the batch, in Unix milliseconds; {@link #UNKNOWN} where it was taken back out of a
 *     file, and is that of the batch that follows
 * @param bytes its length
 */
record StagedFile(String folder, long batchId, long time, long bytes) {
  static final String STAGE = ".stage";
  static final long UNKNOWN = Long.MIN_VALUE;

  private static final Pattern NAME =
      Pattern.compile("(?:(.*)/)?(\\d{12,18})@(-?\\d{1,19})\\.parquet");

  static String name(String folder, long batchId, long time) {
    return Place.join(
        Place.join(STAGE, folder), String.format(Locale.ROOT, "%012d@%d.parquet", batchId, time));
  }

  String name() {
    return name(folder, batchId, time);
  }

  /** What is staged, by batch, those of one batch by folder. */
  static List<StagedFile> list(Place place) throws IOException {
    List<StagedFile> files = new ArrayList<>();
    for (Place.Entry entry : place.list(STAGE)) {
      Matcher matcher = NAME.matcher(entry.name());
      if (matcher.matches()) {
        files.add(
            new StagedFile(
                matcher.group(1) == null ? "" : matcher.group(1),
                Long.parseLong(matcher.group(2)),
                Long.parseLong(matcher.group(3)),
                entry.length()));
      }
    }
    files.sort(Comparator.comparingLong(StagedFile::batchId).thenComparing(StagedFile::folder));
    return files;
  }
}
