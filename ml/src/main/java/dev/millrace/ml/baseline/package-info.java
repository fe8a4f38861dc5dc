/**
 * What a learner must beat to be worth anything: predictions from labels alone. They ignore the
 * features and take blocks of any width.
 */
package dev.millrace.ml.baseline;
