package dev.millrace.kinesis;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which row of which batch a record is, written behind its key in the partition key: {@code
 * card-7@12-345} is row 345 of batch 12 with the key {@code card-7}. A reader that has seen the
 * pair of batch and row drops the record.
 *
 * @param key without the mark; empty where the row had none
 * @param batch id of the batch, of the pipeline that wrote it
 * @param row number of the row in the batch, from 0
 */
public record BatchMark(String key, long batch, long row) {
  private static final Pattern TEXT =
      Pattern.compile("(.*)@(\\d{1,18})-(\\d{1,18})", Pattern.DOTALL);

  /** The mark of a partition key; empty where it has none. */
  public static Optional<BatchMark> of(String partitionKey) {
    Matcher matcher = TEXT.matcher(partitionKey);
    return matcher.matches()
        ? Optional.of(
            new BatchMark(
                matcher.group(1),
                Long.parseLong(matcher.group(2)),
                Long.parseLong(matcher.group(3))))
        : Optional.empty();
  }

  /** The partition key with the mark. */
  public String partitionKey() {
    return key + "@" + batch + "-" + row;
  }
}
