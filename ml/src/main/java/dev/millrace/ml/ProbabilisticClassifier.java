package dev.millrace.ml;

/** A classifier whose outputs are probabilities: log loss and Brier score mean something. */
public interface ProbabilisticClassifier extends Classifier {}
