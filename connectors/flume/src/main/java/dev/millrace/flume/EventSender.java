package dev.millrace.flume;

import dev.millrace.core.SinkException;
import dev.millrace.core.time.Backoff;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.flume.Event;
import org.apache.flume.EventDeliveryException;
import org.apache.flume.FlumeException;
import org.apache.flume.api.RpcClient;
import org.apache.flume.api.RpcClientFactory;
import org.apache.flume.event.EventBuilder;

/** Sends events to an agent until it has them, or patience is over. Used by one thread. */
final class EventSender {
  private static final String BATCH = "millrace-batch";
  private static final String ROW = "millrace-row";

  private final String host;
  private final int port;
  private final FlumeOptions options;

  /** Null while there is no connection. */
  private RpcClient client;

  EventSender(String host, int port, FlumeOptions options) {
    this.host = host;
    this.port = port;
    this.options = options;
  }

  /** The event with the numbers of its batch and row. */
  static FlumeEvent marked(FlumeEvent event, long batchId, long row) {
    Map<String, String> headers = new HashMap<>(event.headers());
    headers.put(BATCH, Long.toString(batchId));
    headers.put(ROW, Long.toString(row));
    return new FlumeEvent(headers, event.body());
  }

  /** How many events a request takes at most. */
  int most() {
    return options.sendEvents();
  }

  /** Sends events of a batch in one request. */
  void send(long batchId, List<FlumeEvent> events) throws InterruptedException {
    if (events.isEmpty()) {
      return;
    }
    List<Event> sent =
        events.stream().map(event -> EventBuilder.withBody(event.body(), event.headers())).toList();
    Backoff backoff = new Backoff(options.patience(), ThreadLocalRandom.current());
    while (true) {
      try {
        connected().appendBatch(sent);
        return;
      } catch (EventDeliveryException | FlumeException e) {
        close();
        Optional<Duration> wait = backoff.next(System.nanoTime());
        if (wait.isEmpty()) {
          throw failure(batchId, e);
        }
        Thread.sleep(wait.get().toMillis());
      }
    }
  }

  private RpcClient connected() {
    if (client == null) {
      String millis = Long.toString(options.answer().toMillis());
      Properties settings = new Properties();
      settings.setProperty("client.type", "default");
      settings.setProperty("hosts", "agent");
      settings.setProperty("hosts.agent", host + ":" + port);
      settings.setProperty("batch-size", Integer.toString(options.sendEvents()));
      settings.setProperty("connect-timeout", millis);
      settings.setProperty("request-timeout", millis);
      client = RpcClientFactory.getInstance(settings);
    }
    return client;
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
    if (client != null) {
      try {
        client.close();
      } catch (FlumeException e) {
        // It was broken anyway.
      } finally {
        client = null;
      }
    }
  }
}
