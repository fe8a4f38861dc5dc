package dev.millrace.core.sink;

/**
 * What the runtime gives a sink when it opens.
 *
 * @param pipeline the pipeline's name
 * @param name the name under which the pipeline knows the sink
 * @param committed the newest batch whose checkpoint is durable, or -1; anything staged under a
 *     later id will be discarded, anything staged under this id or an earlier one published
 */
public record SinkContext(String pipeline, String name, long committed) {}
