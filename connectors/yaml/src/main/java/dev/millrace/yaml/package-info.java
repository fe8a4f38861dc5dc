/**
 * Pipelines that are declared in a file of YAML or JSON: sources, features, learners, outputs,
 * alerts, trigger and checkpoint.
 *
 * <pre>{@code
 * PipelineFile file = PipelineFile.read(Path.of("pipeline.yaml"));
 * try (StreamingContext context = StreamingContext.create(file.config())) {
 *   DeclaredPipeline pipeline = file.describe(context);
 *   context.start();
 *   context.awaitTermination();
 * }
 * }</pre>
 *
 * <p>A file describes what the same calls in Java describe, with the same building blocks, so both
 * give the same bytes: output, models and checkpoint. Rows are {@link dev.millrace.core.row.Row}s.
 * An artifact adds kinds of sources and sinks by a {@link dev.millrace.yaml.PipelineExtension}.
 */
package dev.millrace.yaml;
