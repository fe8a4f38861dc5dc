package dev.millrace.flume;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.flume.Event;
import org.apache.flume.EventDeliveryException;
import org.apache.flume.FlumeException;
import org.apache.flume.api.RpcClient;
import org.apache.flume.api.RpcClientFactory;
import org.apache.flume.event.EventBuilder;

/** Flume's own client. */
final class Client implements AutoCloseable {
  private static final long PATIENCE_NANOS = 60_000_000_000L;

  private final int port;
  private RpcClient client;

  private Client(int port) {
    this.port = port;
  }

  /** Connects, as soon as somebody listens. */
  static Client to(int port) {
    Client client = new Client(port);
    client.connect();
    return client;
  }

  private void connect() {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (true) {
      try {
        client = RpcClientFactory.getDefaultInstance("127.0.0.1", port, 1_000);
        return;
      } catch (FlumeException e) {
        if (System.nanoTime() > deadline) {
          throw e;
        }
        LockSupport.parkNanos(20_000_000);
      }
    }
  }

  /** An event with the text as its body, and as its id. */
  static Event event(String text) {
    return EventBuilder.withBody(text, StandardCharsets.UTF_8, Map.of("id", text));
  }

  /** Sends all of them in one request; whether they were taken. */
  boolean send(List<String> texts) {
    try {
      client.appendBatch(texts.stream().map(Client::event).toList());
      return true;
    } catch (EventDeliveryException e) {
      client.close(); // it does not serve any more
      connect();
      return false;
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
