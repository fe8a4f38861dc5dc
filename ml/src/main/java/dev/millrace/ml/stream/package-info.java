/** Learning inside a pipeline: see {@link dev.millrace.ml.stream.LearningStream}. */
package dev.millrace.ml.stream;
