package dev.millrace.ml.internal.prequential;

import dev.millrace.ml.instance.DenseBlock;
import dev.millrace.ml.instance.InstanceBlock;
import dev.millrace.ml.instance.SparseBlock;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * What became of one partition where its rows are: its numbers, and what learners that are merged
 * made of them. Serialized, it leaves behind what the driver has no use for.
 */
public final class PartitionOutcome implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final double[] NOTHING = {};

  /** What of a block the driver works with. */
  enum Kept {
    /** Everything: a learner takes the rows one after the other. */
    FEATURES,
    /** Labels and weights, to keep score. */
    LABELS,
    NOTHING
  }

  private final int rows;
  private final InstanceBlock block;
  private final Kept kept;
  private final List<Partial> partials;

  PartitionOutcome(int rows, InstanceBlock block, Kept kept, List<Partial> partials) {
    this.rows = rows;
    this.block = block;
    this.kept = kept;
    this.partials = partials;
  }

  public int rows() {
    return rows;
  }

  /** The rows as numbers; what is not {@link Kept} may be missing, rows too. */
  public InstanceBlock block() {
    return block;
  }

  /** What the {@code slot}-th of the learners that are merged made of it. */
  Partial partial(int slot) {
    return partials.get(slot);
  }

  PartitionOutcome with(int slot, Partial partial) {
    List<Partial> changed = new ArrayList<>(partials);
    changed.set(slot, partial);
    return new PartitionOutcome(rows, block, kept, changed);
  }

  /** What the partial sums took on their way here; 0 if they have not travelled. */
  public long sumBytes() {
    return partials.stream()
        .mapToLong(partial -> partial instanceof Partial.Done done ? done.sum().bytesSent() : 0)
        .sum();
  }

  private Object writeReplace() {
    return new PartitionOutcome(rows, sent(), kept, partials);
  }

  private InstanceBlock sent() {
    return switch (kept) {
      case FEATURES -> block;
      case LABELS -> labels();
      case NOTHING -> new DenseBlock(0, 0, NOTHING, NOTHING, NOTHING);
    };
  }

  private InstanceBlock labels() {
    return block instanceof SparseBlock sparse
        ? new DenseBlock(rows, 0, NOTHING, sparse.labels(), sparse.weights())
        : new DenseBlock(
            rows, 0, NOTHING, ((DenseBlock) block).labels(), ((DenseBlock) block).weights());
  }
}
