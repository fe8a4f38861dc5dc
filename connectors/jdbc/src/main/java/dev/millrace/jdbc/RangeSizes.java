package dev.millrace.jdbc;

/**
 * How many ranges the rows of a batch are cut into. Says the same wherever it is asked.
 *
 * @param least so many rows are worth a range of their own; at least 1
 * @param most so many ranges can be read at a time; at least 1
 */
record RangeSizes(long least, int most) {
  int parts(long rows) {
    return (int) Math.max(1, Math.min(most, rows / least));
  }
}
