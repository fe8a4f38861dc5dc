package dev.millrace.ml.cluster;

/** By what time is told as clusters forget. */
public enum DecayUnit {
  /** Every row, counted by its weight. */
  POINTS,

  /** Every batch that has rows, whatever its size. */
  BATCHES
}
