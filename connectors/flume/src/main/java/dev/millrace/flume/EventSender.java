package dev.millrace.flume;

import dev.millrace.core.SinkException;
import dev.millrace.core.sink.StagedBatches;
import dev.millrace.core.time.Backoff;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Sends events to an agent until it has them, or patience is over. A request is sent once the one
 * before it is taken, and made while that is under way. Used by one thread.
 */
final class EventSender {
  private final String host;
  private final int port;
  private final FlumeOptions options;

  /** Null while there is no connection. */
  private AgentConnection connection;

  EventSender(String host, int port, FlumeOptions options) {
    this.host = host;
    this.port = port;
    this.options = options;
  }

  /** Sends a batch. */
  void send(long batchId, StagedBatches.Content staged) throws InterruptedException {
    EventRequests requests = new EventRequests(batchId, staged, options.sendEvents());
    while (requests.hasNext()) {
      send(batchId, requests);
    }
  }

  private void send(long batchId, EventRequests requests) throws InterruptedException {
    ByteBuffer request = requests.next();
    Backoff backoff = new Backoff(options.patience(), ThreadLocalRandom.current());
    while (true) {
      try {
        AgentConnection.Answer answer = connected().send(request.duplicate());
        requests.prepare();
        answer.await();
        return;
      } catch (InterruptedException e) {
        close();
        throw e;
      } catch (IOException e) {
        close();
        Optional<Duration> wait = backoff.next(System.nanoTime());
        if (wait.isEmpty()) {
          throw failure(batchId, e);
        }
        Thread.sleep(wait.get().toMillis());
      }
    }
  }

  private AgentConnection connected() throws IOException {
    if (connection == null) {
      connection = new AgentConnection(host, port, options.answer());
    }
    return connection;
  }

  private SinkException failure(long batchId, Exception cause) {
    Throwable root = cause;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return new SinkException(
        "the Flume agent "
            + host
            + ":"
            + port
            + " has not taken events of batch "
            + batchId
            + " for "
            + options.patience()
            + " ("
            + cause.getMessage()
            + (root == cause ? "" : ": " + root.getMessage())
            + "); nothing is lost, what is staged is published by the next start",
        cause);
  }

  /** Ends the connection; the next event makes a new one. */
  void close() {
    if (connection != null) {
      connection.close();
      connection = null;
    }
  }
}
