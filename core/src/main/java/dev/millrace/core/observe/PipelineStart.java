package dev.millrace.core.observe;

import java.util.List;

/**
 * How a pipeline began.
 *
 * @param pipeline its name
 * @param run which start this is, from 1; always 1 without a checkpoint
 * @param committed the newest committed batch, or -1
 * @param damagedFiles checkpoint files that could not be read and were passed over
 */
public record PipelineStart(String pipeline, long run, long committed, List<String> damagedFiles) {}
