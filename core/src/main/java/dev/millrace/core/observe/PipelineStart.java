package dev.millrace.core.observe;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a pipeline began.
 *
 * @param pipeline its name
 * @param run which start this is, from 1; always 1 without a checkpoint
 * @param committed the newest committed batch, or -1
 * @param damagedFiles checkpoint files that could not be read and were passed over
 * @param batchInterval how often a batch is due; empty where the next begins when one is done
 * @param graph what is computed
 */
public record PipelineStart(
    String pipeline,
    long run,
    long committed,
    List<String> damagedFiles,
    Optional<Duration> batchInterval,
    PipelineGraph graph) {}
