/**
 * Online k-means. Distances are Euclidean; with standard scaling every feature is divided by its
 * running deviation, so that centres stay in the features' own units while no feature dominates.
 */
package dev.millrace.ml.cluster;
