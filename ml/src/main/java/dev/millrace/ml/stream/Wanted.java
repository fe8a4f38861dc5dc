package dev.millrace.ml.stream;

/**
 * What a run of a learning stream hands on.
 *
 * @param predictions every row and what was predicted for it
 * @param reports how the learners did, after every batch
 * @param sampledRows how many of a batch's last rows
 */
record Wanted(boolean predictions, boolean reports, int sampledRows) {}
