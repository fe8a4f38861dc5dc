package dev.millrace.ml.instance;

/**
 * Takes the numbers of one row after the other, straight into an {@link InstanceBlock}'s arrays.
 *
 * <p>For each row: {@code feature} for every feature that is not zero, {@code missing} for those
 * whose value is not known, {@code label} if there is one, {@code weight} if it is not 1; then
 * whoever drives the extraction ends the row.
 */
public interface InstanceWriter {
  /**
   * @param index from 0 to the schema's width, in any order; values given for the same index of the
   *     same row add up, as hashed features that collide should
   * @param value NaN and infinity make the row a bad record
   */
  void feature(int index, double value);

  /** {@link #feature} for {@code count} values in a row, of {@code values} from {@code from} on. */
  default void features(int index, double[] values, int from, int count) {
    for (int i = 0; i < count; i++) {
      feature(index + i, values[from + i]);
    }
  }

  /** Says that a feature's value is not known: it stands as NaN, for learners that impute. */
  void missing(int index);

  /**
   * @param label a finite number; where labels are classes the index of one. Not called for a row
   *     that has none
   */
  void label(double label);

  /**
   * @param weight finite and positive
   */
  void weight(double weight);
}
