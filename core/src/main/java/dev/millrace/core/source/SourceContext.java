package dev.millrace.core.source;

import dev.millrace.core.time.Clock;
import java.nio.file.Path;

/**
 * What the runtime gives a planner.
 *
 * @param name the name under which the pipeline knows the source
 * @param directory a directory of the source's own that lives as long as the checkpoint, for a
 *     write-ahead log; not created until the source does so
 * @param clock the pipeline's clock
 */
public record SourceContext(String name, Path directory, Clock clock) {}
