package dev.millrace.ml.instance;

import dev.millrace.core.CheckpointException;
import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * What the numbers of an instance mean.
 *
 * @param features a name per feature, in order, no two alike. A category's feature is named {@code
 *     column=category}; a hashed slot {@code column#slot}
 * @param classes the names of the classes, in the order of their indices, where labels are classes;
 *     empty where labels are numbers or there are none. With two classes the second is the positive
 *     one
 * @param sparse whether blocks are sparse
 */
public record Schema(List<String> features, List<String> classes, boolean sparse)
    implements Serializable {
  private static final int MAX_RUN = 1 << 24;

  public Schema {
    features = FeatureNames.of(features);
    classes = List.copyOf(classes);
  }

  /** How many features there are. */
  public int width() {
    return features.size();
  }

  /** Writes the names; hashed slots, {@code column#0} to {@code column#n}, as one. */
  public void save(StateWriter out) {
    FeatureNames names = FeatureNames.of(features);
    out.put("features", names.kept())
        .put("runs", names.runs())
        .put("classes", classes)
        .put("sparse", sparse);
  }

  /** Reads what {@link #save} wrote. */
  public static Schema restored(StateReader in) {
    List<String> names = in.getStrings("features");
    int[] runs = in.getInts("runs");
    if (runs.length != names.size()) {
      throw new CheckpointException("state of '" + in.part() + "': names and runs do not fit");
    }
    List<String> features = new ArrayList<>();
    for (int i = 0; i < runs.length; i++) {
      String name = names.get(i);
      if (runs[i] < 2) {
        features.add(name);
      } else if (runs[i] > MAX_RUN || !name.endsWith("#0")) {
        throw new CheckpointException(
            "state of '" + in.part() + "': '" + name + "' stands for " + runs[i] + " features");
      } else {
        for (int slot = 0; slot < runs[i]; slot++) {
          features.add(name.substring(0, name.length() - 1) + slot);
        }
      }
    }
    try {
      return new Schema(features, in.getStrings("classes"), in.getBoolean("sparse"));
    } catch (IllegalArgumentException e) {
      throw new CheckpointException("state of '" + in.part() + "': " + e.getMessage(), e);
    }
  }
}
