package dev.millrace.core.internal.checkpoint;

import dev.millrace.core.checkpoint.StateRange;
import java.util.List;
import java.util.OptionalLong;

/** What the files of a checkpoint directory are called: a kind and 20 digits of batch id. */
public final class FileNames {
  public static final String CHECKPOINT = "ckpt-";
  public static final String PLAN = "plan-";
  public static final String PIN = "pin-";

  private static final int DIGITS = 20;

  private FileNames() {}

  /** Whether a file is one of a checkpoint directory's own. */
  public static boolean isOwn(String name) {
    return batchId(CHECKPOINT, name).isPresent()
        || batchId(PLAN, name).isPresent()
        || batchId(PIN, name).isPresent()
        || StateRange.FileName.parse(name).isPresent();
  }

  public static String of(String kind, long batchId) {
    String digits = Long.toString(batchId);
    return kind + "0".repeat(DIGITS - digits.length()) + digits;
  }

  /** The batch id, when {@code name} is a file of that kind. */
  public static OptionalLong batchId(String kind, String name) {
    if (!name.startsWith(kind) || name.length() != kind.length() + DIGITS) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(Long.parseLong(name.substring(kind.length())));
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  /** The batch ids of all files of that kind, ascending. */
  public static List<Long> batchIds(String kind, List<String> names) {
    return names.stream()
        .map(name -> batchId(kind, name))
        .filter(OptionalLong::isPresent)
        .map(OptionalLong::getAsLong)
        .sorted()
        .toList();
  }
}
