package dev.millrace.core;

import java.io.Serializable;
import java.time.Instant;

/**
 * Which micro-batch this is.
 *
 * @param id 0, 1, 2 … without gaps
 * @param time the instant that the batch stands for; fixed when the batch is planned, so a batch
 *     that is redone after a crash keeps it
 */
public record BatchInfo(long id, Instant time) implements Serializable {}
