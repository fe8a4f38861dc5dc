package dev.millrace.cli;

import dev.millrace.core.observe.ProgressListener;
import dev.millrace.core.observe.StreamingListener;
import java.util.Optional;

/** How a run shows that it gets on: a bar for a person, a line now and then for a log. */
final class Progress {
  private static final int BATCHES_PER_LINE = 100;

  private Progress() {}

  static Optional<StreamingListener> on(Console console, boolean logged) {
    if (console.terminal()) {
      return Optional.of(ProgressListener.bar(console.err()));
    }
    return logged
        ? Optional.of(ProgressListener.lines(console.err(), BATCHES_PER_LINE))
        : Optional.empty();
  }
}
