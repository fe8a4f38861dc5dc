package dev.millrace.http.dashboard;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.millrace.core.engine.EngineReport;
import dev.millrace.core.observe.BatchReport;
import dev.millrace.core.observe.PipelineGraph;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How many rows each node of the graph takes, and how long it works. Not thread-safe. */
final class NodeStats {
  /** How much the newest batch counts in a mean that forgets. */
  private static final double SHARE = 0.1;

  private final List<PipelineGraph.Node> nodes;
  private final Map<String, Integer> byJob = new HashMap<>();
  private final Map<Integer, Double> millis = new LinkedHashMap<>();
  private Map<Integer, Long> rowsOut = Map.of();

  NodeStats(PipelineGraph graph) {
    this.nodes = graph.nodes();
    for (PipelineGraph.Node node : nodes) {
      if (node.kind().equals("sink")) {
        byJob.put("write " + node.name(), node.id());
      } else {
        byJob.putIfAbsent(node.name(), node.id());
        byJob.put("features of " + node.name(), node.id());
        byJob.put("train " + node.name(), node.id());
      }
    }
  }

  void add(BatchReport report) {
    Map<Integer, Double> batch = new HashMap<>();
    for (EngineReport.Job job : report.jobs()) {
      Integer node = byJob.get(job.description());
      if (node != null) {
        batch.merge(node, Messages.millis(job.time()), Double::sum);
      }
    }
    batch.forEach(
        (node, time) -> millis.merge(node, time, (old, now) -> old + (now - old) * SHARE));
    if (!report.nodeRows().isEmpty()) {
      rowsOut = report.nodeRows();
    }
  }

  /** Writes a list of {@code {"id", "rows", "ms"}}; rows come in, of a source out. */
  void write(JsonGenerator out) throws IOException {
    out.writeStartArray();
    for (PipelineGraph.Node node : nodes) {
      out.writeStartObject();
      out.writeNumberField("id", node.id());
      Messages.number(out, "rows", rows(node));
      Messages.number(out, "ms", millis.getOrDefault(node.id(), Double.NaN));
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  private double rows(PipelineGraph.Node node) {
    List<Integer> from = node.inputs().isEmpty() ? List.of(node.id()) : node.inputs();
    return rowsOut.keySet().containsAll(from)
        ? from.stream().mapToLong(rowsOut::get).sum()
        : Double.NaN;
  }

  static void writeGraph(PipelineGraph graph, JsonGenerator out) throws IOException {
    out.writeStartArray();
    for (PipelineGraph.Node node : graph.nodes()) {
      out.writeStartObject();
      out.writeNumberField("id", node.id());
      out.writeStringField("kind", node.kind());
      out.writeStringField("name", node.name());
      out.writeArrayFieldStart("inputs");
      for (int input : node.inputs()) {
        out.writeNumber(input);
      }
      out.writeEndArray();
      out.writeEndObject();
    }
    out.writeEndArray();
  }
}
