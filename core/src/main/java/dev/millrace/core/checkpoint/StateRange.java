package dev.millrace.core.checkpoint;

import java.io.Serializable;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The state files that a checkpoint needs of one log of state: those of its key whose batch lies in
 * a range.
 *
 * @param key whose files they are: 16 hexadecimal digits
 * @param from the oldest batch that still counts
 * @param last the batch of the newest file
 * @param lastFiles how many files that batch has
 * @param files how many there are altogether; 0 when everything stands in the checkpoint itself
 */
public record StateRange(String key, long from, long last, int lastFiles, int files)
    implements Serializable {
  private static final Pattern NAME =
      Pattern.compile("state-([0-9a-f]{16})-([0-9]{20})-([0-9]{4})");

  public StateRange {
    Objects.requireNonNull(key, "key");
  }

  /** A state file, as its name says. */
  public record FileName(String key, long batchId, int number) {
    @Override
    public String toString() {
      return String.format(Locale.ROOT, "state-%s-%020d-%04d", key, batchId, number);
    }

    /** Empty when it is another file. */
    public static Optional<FileName> parse(String name) {
      Matcher matcher = NAME.matcher(name);
      if (!matcher.matches()) {
        return Optional.empty();
      }
      try {
        return Optional.of(
            new FileName(
                matcher.group(1),
                Long.parseLong(matcher.group(2)),
                Integer.parseInt(matcher.group(3))));
      } catch (NumberFormatException e) {
        return Optional.empty();
      }
    }
  }

  /** Whether the file is one of these. */
  public boolean contains(FileName file) {
    return files > 0
        && file.key.equals(key)
        && file.batchId >= from
        && (file.batchId < last || (file.batchId == last && file.number < lastFiles));
  }
}
