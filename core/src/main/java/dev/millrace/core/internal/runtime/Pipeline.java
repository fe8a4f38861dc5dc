package dev.millrace.core.internal.runtime;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.StreamingConfig;
import dev.millrace.core.Trigger;
import dev.millrace.core.engine.EngineProvider;
import dev.millrace.core.internal.graph.DStreamGraph;
import dev.millrace.core.internal.graph.NoSink;
import dev.millrace.core.observe.StreamingListener;
import dev.millrace.core.sink.Sink;
import dev.millrace.core.source.DeadLetter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Everything that a user says of a pipeline before it starts. */
public final class Pipeline {
  /** How the dead-letter sink is known to the pipeline. */
  static final String DEAD_LETTERS = "dead-letters";

  private final StreamingConfig config;
  private DStreamGraph graph;
  private final Set<String> sources = new HashSet<>();
  private final List<StreamingListener> listeners = new ArrayList<>();
  private Sink<? super DeadLetter> deadLetters;
  private boolean muted;

  public Pipeline(StreamingConfig config) {
    this.config = config;
    this.graph =
        new DStreamGraph(config.engine().map(EngineProvider::shipsFunctions).orElse(false));
    if (config.backpressure().isPresent() && !(config.trigger() instanceof Trigger.Interval)) {
      throw new ConfigurationException(
          "backpressure needs Trigger.interval: other triggers make the next batch when the one"
              + " before is done, and so cannot lag");
    }
    if (config.degrade().filter(policy -> policy.fullBatches() == 0).isPresent()
        && !(config.trigger() instanceof Trigger.Interval)) {
      throw new ConfigurationException(
          "degrade needs Trigger.interval, other triggers are never late; or let it go by full"
              + " batches, with DegradePolicy.orBehind");
    }
  }

  public StreamingConfig config() {
    return config;
  }

  public DStreamGraph graph() {
    return graph;
  }

  public void addSource(String name) {
    if (!sources.add(name)) {
      throw new ConfigurationException("two sources are named '" + name + "'");
    }
  }

  public void setDeadLetters(Sink<? super DeadLetter> sink) {
    if (deadLetters != null) {
      throw new ConfigurationException("there are two dead-letter sinks; a pipeline has one");
    }
    deadLetters = sink;
  }

  public void addListener(StreamingListener listener) {
    listeners.add(listener);
  }

  /**
   * Everything has been said; from now on it has no effects: sinks, functions that are called for
   * what they do, and listeners are left out, and sources are not told what is committed.
   *
   * @param kept names of sinks that write nevertheless
   */
  public void mute(Set<String> kept) {
    validate();
    graph = graph.muted(kept);
    deadLetters = new NoSink<>();
    listeners.clear();
    muted = true;
  }

  boolean isMuted() {
    return muted;
  }

  Optional<Sink<? super DeadLetter>> deadLetters() {
    return Optional.ofNullable(deadLetters);
  }

  List<StreamingListener> listeners() {
    return List.copyOf(listeners);
  }

  /** Checks what can only be checked when everything has been said. */
  void validate() {
    graph.validate();
    if (deadLetters != null
        && graph.outputs().stream().anyMatch(output -> output.name().equals(DEAD_LETTERS))) {
      throw new ConfigurationException(
          "a sink is named '" + DEAD_LETTERS + "', which is the name of the dead-letter sink");
    }
  }
}
