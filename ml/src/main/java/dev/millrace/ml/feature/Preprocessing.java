package dev.millrace.ml.feature;

/**
 * What happens to features, online, before they meet a learner. Hyper-parameters only, immutable;
 * {@link #dense} and {@link #sparse} give what is learned, which is saved with the learner that it
 * is part of.
 *
 * @param scaling to what scale they are brought
 * @param missing what NaN means
 */
public record Preprocessing(Scaling scaling, Missing missing) {
  /** Standard scaling; NaN refused. */
  public static Preprocessing standard() {
    return new Preprocessing(Scaling.STANDARD, Missing.REJECT);
  }

  /** Features as they are. */
  public static Preprocessing none() {
    return new Preprocessing(Scaling.NONE, Missing.REJECT);
  }

  /** The same scaling with missing values replaced by running means. */
  public Preprocessing imputing() {
    return new Preprocessing(scaling, Missing.MEAN);
  }

  /**
   * What has been learned of dense rows' features before the first row: nothing.
   *
   * @param features how many there are
   */
  public DensePreprocessor dense(int features) {
    boolean scale = scaling == Scaling.STANDARD;
    if (missing == Missing.MEAN) {
      return new MeanImputer(features, scale);
    }
    return scale ? new StandardScaler(features) : new DenseIdentity(features);
  }

  /**
   * What has been learned of sparse rows' features before the first row: nothing.
   *
   * @param features how many there are
   */
  public SparsePreprocessor sparse(int features) {
    boolean impute = missing == Missing.MEAN;
    if (scaling == Scaling.STANDARD) {
      return new MaxAbsScaler(features, impute);
    }
    return new SparseIdentity(impute);
  }
}
