/**
 * Learners by name: {@link dev.millrace.ml.catalog.LearnerCatalog} makes them from a text such as
 * {@code logistic-regression:optimizer=sgd,learningRate=0.1}, and restores them from a checkpoint
 * without the code that made them. A {@link dev.millrace.ml.catalog.LearnerType} is found through
 * {@link java.util.ServiceLoader}, so that a library can add learners of its own.
 */
package dev.millrace.ml.catalog;
