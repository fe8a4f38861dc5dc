package dev.millrace.core.sink;

import java.nio.file.Path;

/**
 * What the runtime gives a sink when it opens.
 *
 * @param pipeline the pipeline's name
 * @param name the name under which the pipeline knows the sink
 * @param directory a directory of the sink's own that lives as long as the checkpoint, for what it
 *     stages; not created until the sink does so
 * @param committed the newest batch whose checkpoint is durable, or -1; anything staged under a
 *     later id will be discarded, anything staged under this id or an earlier one published
 */
public record SinkContext(String pipeline, String name, Path directory, long committed) {}
