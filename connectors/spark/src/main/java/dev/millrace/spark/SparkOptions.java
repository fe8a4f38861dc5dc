package dev.millrace.spark;

import java.net.URI;
import java.util.Optional;

/**
 * Settings of a {@link SparkEngine}; immutable.
 *
 * @param stateDirectory URI of a directory that driver and executors share ({@code hdfs:}, {@code
 *     s3a:}, or {@code file:} on a shared disk). Keyed state and what windows hold are written
 *     there as they change, so that an executor can be lost; in a directory of the engine's own
 *     that it deletes when it is closed. Needed unless the master is {@code local}: then nothing
 *     can be lost but everything, and state is only kept in memory. Checkpoints do not depend on it
 */
public record SparkOptions(Optional<URI> stateDirectory) {
  public static SparkOptions defaults() {
    return new SparkOptions(Optional.empty());
  }

  public SparkOptions withStateDirectory(URI value) {
    return new SparkOptions(Optional.of(value));
  }
}
