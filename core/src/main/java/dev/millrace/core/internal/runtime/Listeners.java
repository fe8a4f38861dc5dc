package dev.millrace.core.internal.runtime;

import dev.millrace.core.observe.StreamingListener;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells all listeners; one that throws does no harm. */
final class Listeners {
  private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

  private final List<StreamingListener> listeners;

  Listeners(List<StreamingListener> listeners) {
    this.listeners = listeners;
  }

  boolean isEmpty() {
    return listeners.isEmpty();
  }

  /** Whether any of them wants the rows of each node counted. */
  boolean wantNodeRows() {
    boolean wanted = false;
    for (StreamingListener listener : listeners) {
      try {
        wanted |= listener.wantsNodeRows();
      } catch (RuntimeException e) {
        LOG.warn("listener {} failed", listener, e);
      }
    }
    return wanted;
  }

  void tell(Consumer<StreamingListener> what) {
    for (StreamingListener listener : listeners) {
      try {
        what.accept(listener);
      } catch (RuntimeException e) {
        LOG.warn("listener {} failed", listener, e);
      }
    }
  }
}
