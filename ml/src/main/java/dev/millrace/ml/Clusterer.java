package dev.millrace.ml;

/** A model that assigns rows to clusters; outputs are the cluster's index and squared distance. */
public interface Clusterer extends Model {
  int clusters();

  @Override
  default int outputs() {
    return 2;
  }
}
