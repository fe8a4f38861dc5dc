package dev.millrace.yaml;

import java.util.List;

/**
 * Kinds of sources and sinks that an artifact adds. Found by {@link java.util.ServiceLoader}: the
 * artifact lists its implementation in {@code
 * META-INF/services/dev.millrace.yaml.PipelineExtension}. They are in the schema too.
 */
public interface PipelineExtension {
  /** Records that implement {@link SourceSpec}. */
  default List<Class<? extends Record>> sources() {
    return List.of();
  }

  /** Records that implement {@link SinkSpec}. */
  default List<Class<? extends Record>> sinks() {
    return List.of();
  }
}
