package dev.millrace.ml.instance;

/**
 * Takes the numbers of one row after the other, straight into an {@link InstanceBlock}'s arrays.
 *
 * <p>For each row: {@code feature} for every feature that is not zero, {@code label} if there is
 * one, {@code weight} if it is not 1; then whoever drives the extraction ends the row.
 */
public interface InstanceWriter {
  /**
   * @param index from 0 to the schema's width, each at most once per row, in any order where the
   *     block is dense, rising where it is sparse
   * @param value NaN and infinity make the row a bad record
   */
  void feature(int index, double value);

  void label(double label);

  void weight(double weight);
}
