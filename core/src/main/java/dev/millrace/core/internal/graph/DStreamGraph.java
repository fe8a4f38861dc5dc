package dev.millrace.core.internal.graph;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.engine.ShippingCheck;
import dev.millrace.core.observe.PipelineGraph;
import dev.millrace.core.sink.Sink;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * All that a pipeline writes, and by way of the inputs all that it computes. Filled while the
 * pipeline is described; read-only once it runs.
 */
public final class DStreamGraph {
  /** A stream and the sink that takes it. */
  public record Output<T>(String name, Operator<T> operator, Sink<? super T> sink) {}

  private final boolean ships;
  private final Map<String, Output<?>> outputs = new LinkedHashMap<>();

  /**
   * @param ships whether functions travel to other JVMs
   */
  public DStreamGraph(boolean ships) {
    this.ships = ships;
  }

  /**
   * Called by an operator where a user gives it something that the engine may have to send away.
   *
   * @param what names it, for instance {@code "function of operator map"}
   * @throws ConfigurationException when it has to travel and cannot
   */
  public void shippable(String what, Object value) {
    if (ships) {
      ShippingCheck.require(what, value);
    }
  }

  /** Whether functions travel to other JVMs. */
  public boolean ships() {
    return ships;
  }

  public <T> void add(Output<T> output) {
    if (outputs.putIfAbsent(output.name(), output) != null) {
      throw new ConfigurationException("two sinks are named '" + output.name() + "'");
    }
  }

  /** In the order in which they were added. */
  public List<Output<?>> outputs() {
    return List.copyOf(outputs.values());
  }

  /**
   * The same without effects: nothing is written, and no user's function called for what it does,
   * but everything is computed.
   *
   * @param kept names of sinks that write nevertheless
   * @throws ConfigurationException when there is no sink of such a name
   */
  public DStreamGraph muted(Set<String> kept) {
    Set<String> unknown = new TreeSet<>(kept);
    unknown.removeAll(outputs.keySet());
    if (!unknown.isEmpty()) {
      throw new ConfigurationException(
          "no sinks are named " + unknown + "; there are " + outputs.keySet());
    }
    DStreamGraph muted = new DStreamGraph(ships);
    outputs.forEach(
        (name, output) -> muted.outputs.put(name, kept.contains(name) ? output : mute(output)));
    return muted;
  }

  private static <T> Output<?> mute(Output<T> output) {
    return output.operator() instanceof ForeachBatchOperator<?> effect
        ? computed(output.name(), effect.input())
        : computed(output.name(), output.operator());
  }

  private static <T> Output<T> computed(String name, Operator<T> operator) {
    return new Output<>(name, operator, new NoSink<>());
  }

  /** Every operator that an output needs, inputs before those that read them. */
  public List<Operator<?>> operators() {
    Set<Operator<?>> found = new LinkedHashSet<>();
    outputs.values().forEach(output -> visit(output.operator(), found));
    return new ArrayList<>(found);
  }

  /** For people to see; ids of operators are their places in {@link #operators}. */
  public PipelineGraph description() {
    List<Operator<?>> operators = operators();
    List<PipelineGraph.Node> nodes = nodes(operators);
    for (Output<?> output : outputs.values()) {
      if (!(output.operator() instanceof ForeachBatchOperator<?>)) {
        List<Integer> inputs = List.of(operators.indexOf(output.operator()));
        nodes.add(new PipelineGraph.Node(nodes.size(), "sink", output.name(), inputs));
      }
    }
    return new PipelineGraph(nodes);
  }

  /** What an operator's batches come of, itself the last: for people to see. */
  public static PipelineGraph lineage(Operator<?> operator) {
    Set<Operator<?>> found = new LinkedHashSet<>();
    visit(operator, found);
    return new PipelineGraph(nodes(List.copyOf(found)));
  }

  private static List<PipelineGraph.Node> nodes(List<Operator<?>> operators) {
    List<PipelineGraph.Node> nodes = new ArrayList<>();
    for (Operator<?> operator : operators) {
      List<Integer> inputs = operator.inputs().stream().map(operators::indexOf).toList();
      nodes.add(new PipelineGraph.Node(nodes.size(), operator.kind(), operator.label(), inputs));
    }
    return nodes;
  }

  /**
   * Checks names: every stateful operator has one, no two of them share it.
   *
   * @throws ConfigurationException listing all that are wrong
   */
  public void validate() {
    if (outputs.isEmpty()) {
      throw new ConfigurationException("the pipeline writes nothing: give a stream a sink");
    }
    List<String> unnamed = new ArrayList<>();
    Set<String> names = new TreeSet<>();
    Set<String> twice = new TreeSet<>();
    for (Operator<?> operator : operators()) {
      if (operator instanceof Stateful<?>) {
        operator
            .name()
            .ifPresentOrElse(
                name -> {
                  if (!names.add(name)) {
                    twice.add(name);
                  }
                },
                () -> unnamed.add(operator.kind()));
      }
    }
    if (!unnamed.isEmpty()) {
      throw new ConfigurationException(
          "operators that keep state need a stable name, so that a checkpoint can be matched to"
              + " them; call .named(\"…\") after: "
              + String.join(", ", unnamed));
    }
    if (!twice.isEmpty()) {
      throw new ConfigurationException("several operators with state share a name: " + twice);
    }
  }

  private static void visit(Operator<?> operator, Set<Operator<?>> found) {
    if (!found.contains(operator)) {
      operator.inputs().forEach(input -> visit(input, found));
      found.add(operator);
    }
  }
}
