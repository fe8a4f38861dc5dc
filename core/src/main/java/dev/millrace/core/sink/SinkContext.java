package dev.millrace.core.sink;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What the runtime gives a sink when it opens.
 *
 * @param pipeline the pipeline's name
 * @param name the name under which the pipeline knows the sink
 * @param directory a directory of the sink's own that lives as long as the checkpoint, for what it
 *     stages; not created until the sink does so. Empty when the checkpoint is not on a disk of
 *     this machine
 * @param committed the newest batch whose checkpoint is durable, or -1; anything staged under a
 *     later id will be discarded, anything staged under this id or an earlier one published
 */
public record SinkContext(String pipeline, String name, Optional<Path> directory, long committed) {}
