package dev.millrace.http;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.ByteArrayEndPoint;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.junit.jupiter.api.Test;

class ConnectionDeadlinesTest {
  private final ConnectionDeadlines deadlines =
      new ConnectionDeadlines(
          new ScheduledExecutorScheduler(), Duration.ofMinutes(1), Duration.ofMinutes(1));

  private EndPoint connect() {
    EndPoint endPoint = new ByteArrayEndPoint();
    deadlines.onOpened(
        new AbstractConnection(endPoint, Runnable::run) {
          @Override
          public void onFillable() {}
        });
    return endPoint;
  }

  @Test
  void shouldCloseWhatIsBetweenRequestsWhenAllStops() {
    EndPoint unused = connect();
    EndPoint busy = connect();
    deadlines.requestBegins(busy);
    deadlines.requestEnds(busy);
    deadlines.requestBegins(busy);
    EndPoint kept = connect();
    deadlines.requestBegins(kept);
    deadlines.requestEnds(kept);
    assertTrue(deadlines.shutdown().isDone());
    assertTrue(deadlines.isShutdown());
    assertFalse(kept.isOpen());
    assertTrue(busy.isOpen());
    assertTrue(unused.isOpen());
  }
}
