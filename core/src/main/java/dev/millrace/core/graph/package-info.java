/**
 * Graphs on the stream: {@link dev.millrace.core.graph.GraphStream} takes the edges of a batch, or
 * of a window, as a graph. A graph engine implements {@link dev.millrace.core.graph.GraphProvider}
 * and is found on the class path; {@code millrace-core} has none.
 */
package dev.millrace.core.graph;
