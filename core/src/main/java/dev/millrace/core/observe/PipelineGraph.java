package dev.millrace.core.observe;

import java.util.List;

/**
 * What a pipeline computes: its sources, operators and sinks.
 *
 * @param nodes in the order of their ids, inputs before those that read them
 */
public record PipelineGraph(List<Node> nodes) {
  public PipelineGraph {
    nodes = List.copyOf(nodes);
  }

  /**
   * A source, an operator or a sink.
   *
   * @param id its place among the nodes, from 0; another one once the pipeline's code has changed
   * @param kind {@code source}, {@code sink}, or what the operator does, for instance {@code map}
   * @param name as the user gave it, and as jobs are described; the kind where there is none
   * @param inputs the ids of the nodes that it reads
   */
  public record Node(int id, String kind, String name, List<Integer> inputs) {
    public Node {
      inputs = List.copyOf(inputs);
    }
  }
}
