/**
 * What users write: serializable functional interfaces whose methods may throw. A function that
 * throws fails the task, which is retried; if it keeps failing, the batch fails and the pipeline
 * stops with that cause, its durable state untouched. Functions are called by several threads, one
 * partition each, so they share nothing mutable; they may see a record again when a task or a batch
 * is redone.
 */
package dev.millrace.core.function;
