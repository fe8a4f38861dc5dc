package dev.millrace.http;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.component.Graceful;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Closes connections whose request takes too long from the first byte to the last of the answer.
 * Jetty's idle timeout does not: a client that sends a byte every second is never idle. Between two
 * requests a connection may be silent for the idle timeout on top; those that are when all stops
 * are closed at once, for clients keep them, and would hold it up.
 */
final class ConnectionDeadlines extends AbstractLifeCycle implements Connection.Listener, Graceful {
  /** A connection's deadline, in {@link System#nanoTime}. */
  private static final class Deadline {
    volatile long at;

    /** Whether a request was answered, and none has come since. */
    volatile boolean betweenRequests;
  }

  private static final long LONGEST_PERIOD = TimeUnit.SECONDS.toNanos(1);

  private final Map<EndPoint, Deadline> deadlines = new ConcurrentHashMap<>();
  private final Scheduler scheduler;
  private final long requestNanos;
  private final long idleNanos;
  private volatile Scheduler.Task next;
  private volatile boolean stopping;

  ConnectionDeadlines(Scheduler scheduler, Duration request, Duration idle) {
    this.scheduler = scheduler;
    this.requestNanos = request.toNanos();
    this.idleNanos = idle.toNanos();
  }

  @Override
  public void onOpened(Connection connection) {
    Deadline deadline = new Deadline();
    deadline.at = System.nanoTime() + requestNanos + idleNanos;
    deadlines.put(connection.getEndPoint(), deadline);
  }

  @Override
  public void onClosed(Connection connection) {
    deadlines.remove(connection.getEndPoint());
  }

  /** The head of a request is there; its body and the answer are to come. */
  void requestBegins(EndPoint endPoint) {
    set(endPoint, requestNanos, false);
  }

  /** The answer is out; another request may come. */
  void requestEnds(EndPoint endPoint) {
    set(endPoint, requestNanos + idleNanos, true);
  }

  private void set(EndPoint endPoint, long nanos, boolean betweenRequests) {
    Deadline deadline = deadlines.get(endPoint);
    if (deadline != null) {
      deadline.at = System.nanoTime() + nanos;
      deadline.betweenRequests = betweenRequests;
    }
  }

  @Override
  public CompletableFuture<Void> shutdown() {
    stopping = true;
    deadlines.forEach(
        (endPoint, deadline) -> {
          if (deadline.betweenRequests) {
            endPoint.close();
          }
        });
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public boolean isShutdown() {
    return stopping;
  }

  @Override
  protected void doStart() {
    stopping = false;
    schedule();
  }

  @Override
  protected void doStop() {
    next.cancel();
  }

  private void schedule() {
    next =
        scheduler.schedule(
            this::sweep, Math.min(LONGEST_PERIOD, requestNanos / 4), TimeUnit.NANOSECONDS);
  }

  private void sweep() {
    long now = System.nanoTime();
    deadlines.forEach(
        (endPoint, deadline) -> {
          if (now - deadline.at > 0) {
            endPoint.close(new TimeoutException("the request took too long"));
          }
        });
    if (isRunning()) {
      schedule();
    }
  }
}
