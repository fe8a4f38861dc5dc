/**
 * JGraphT as the graph engine of {@link dev.millrace.core.graph.GraphStream}: in this process, in
 * memory. Nothing here needs to be called; being on the class path is enough.
 *
 * <p>All edges of the batch come to the driver. One thread works on them, in their order, so equal
 * batches give equal results.
 */
package dev.millrace.jgrapht;
