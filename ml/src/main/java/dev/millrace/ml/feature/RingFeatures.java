package dev.millrace.ml.feature;

import dev.millrace.ml.instance.InstanceWriter;
import java.io.Serializable;
import java.util.List;

/** Features that come of the last few numbers of a key. */
interface RingFeatures extends Serializable {
  /** How many numbers are needed. */
  int length();

  List<String> names();

  /**
   * @param newestFirst the numbers of earlier rows
   * @param count how many there are
   */
  void write(double[] newestFirst, int count, InstanceWriter out, int at);
}
