package dev.millrace.core.source;

import java.io.Serializable;

/**
 * A record that could not be used, and why.
 *
 * @param origin who rejected it: the name of the source or operator
 * @param position where it stands, for instance {@code trades.csv.gz line 17}
 * @param reason what was wrong: expected and found
 * @param record the record as text, cut after 1,000 characters
 */
public record DeadLetter(String origin, String position, String reason, String record)
    implements Serializable {
  private static final int MAX_RECORD = 1000;

  public DeadLetter {
    if (record.length() > MAX_RECORD) {
      record = record.substring(0, MAX_RECORD) + "…";
    }
  }
}
