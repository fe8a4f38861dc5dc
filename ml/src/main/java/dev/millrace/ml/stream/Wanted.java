package dev.millrace.ml.stream;

/**
 * What a run of a learning stream hands on.
 *
 * @param predictions every row and what was predicted for it
 * @param labelled what was predicted for rows whose labels came later
 * @param reports how the learners did, after every batch
 * @param sampledRows how many of a batch's last rows
 */
record Wanted(boolean predictions, boolean labelled, boolean reports, int sampledRows) {
  /** Whether what learners predict is read by others than those who score it. */
  boolean outputs() {
    return predictions || labelled;
  }
}
