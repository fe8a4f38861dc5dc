package dev.millrace.ml.stream;

import dev.millrace.ml.instance.DenseBlock;
import dev.millrace.ml.instance.InstanceBlock;
import dev.millrace.ml.instance.SparseBlock;
import dev.millrace.ml.internal.prequential.LearnerTrack;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Copies the last rows of a batch whose features the driver holds. */
final class RowSampling {
  private final int rows;
  private final List<LearnerTrack> tracks;

  /**
   * @param tracks which have been run with the batch, and predict
   */
  RowSampling(int rows, List<LearnerTrack> tracks) {
    this.rows = rows;
    this.tracks = tracks;
  }

  /** The newest last. */
  List<SampledRow> of(List<ExtractedPartition> partitions, long batchId, long version) {
    List<SampledRow> sampled = new ArrayList<>();
    for (int i = partitions.size() - 1; i >= 0; i--) {
      InstanceBlock block = partitions.get(i).outcome().block();
      for (int row = block.rows() - 1; row >= 0 && block.features() > 0; row--) {
        if (sampled.size() == rows) {
          break;
        }
        sampled.add(
            new SampledRow(
                batchId, version, features(block, row), block.label(row), predictions(i, row)));
      }
    }
    Collections.reverse(sampled);
    return sampled;
  }

  private static double[] features(InstanceBlock block, int row) {
    int width = block.features();
    if (block instanceof DenseBlock dense) {
      return Arrays.copyOfRange(dense.values(), row * width, (row + 1) * width);
    }
    SparseBlock sparse = (SparseBlock) block;
    double[] features = new double[width];
    for (int k = sparse.starts()[row]; k < sparse.starts()[row + 1]; k++) {
      features[sparse.indices()[k]] = sparse.values()[k];
    }
    return features;
  }

  private List<SampledRow.Prediction> predictions(int partition, int row) {
    List<SampledRow.Prediction> predictions = new ArrayList<>();
    for (LearnerTrack track : tracks) {
      int at = row * track.width();
      predictions.add(
          new SampledRow.Prediction(
              track.name(),
              Arrays.copyOfRange(track.outputs(partition), at, at + track.width()),
              track.decisions(partition)[row]));
    }
    return predictions;
  }
}
