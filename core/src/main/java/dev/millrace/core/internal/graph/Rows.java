package dev.millrace.core.internal.graph;

import dev.millrace.core.state.StateUsage;
import java.util.Optional;

/** State that can tell how large it is. */
public interface Rows {
  /** How many keys or held values there are. */
  long rows();

  /** What the last batch did to its budget; empty if there is none. */
  default Optional<StateUsage> usage() {
    return Optional.empty();
  }
}
