/**
 * Metrics of a pipeline in a Micrometer registry: see {@link
 * dev.millrace.micrometer.PipelineMetrics} for what there is, and {@code grafana-dashboard.json}
 * beside this package's classes for a dashboard of them.
 */
package dev.millrace.micrometer;
