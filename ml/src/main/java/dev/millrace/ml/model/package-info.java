/**
 * Versions of models. A version is the id of the batch whose commit made it durable, so versions
 * are kept where checkpoints are: {@link dev.millrace.ml.model.ModelVersions}.
 */
package dev.millrace.ml.model;
