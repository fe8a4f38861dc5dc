package dev.millrace.http;

import dev.millrace.core.ConfigurationException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Pushes the same server-sent events to a bounded number of clients. Who comes waits until {@link
 * #admit} has told it what there was before; from then on it is told everything that is published.
 * A client that falls behind is cut off, and may come again. Publishing never waits for a client,
 * and all clients share one array of bytes. Thread-safe.
 *
 * <pre>{@code
 * EventStream events = new EventStream(32, thread::wakeUp);
 * events.admit(() -> bytesOf("event: hello\ndata: …\n\n"));
 * events.publish(bytesOf("event: news\ndata: …\n\n"));
 * }</pre>
 */
public final class EventStream implements AutoCloseable {
  private static final byte[] COMMENT = {':', '\n', '\n'};

  private final int maxClients;
  private final Runnable onJoin;
  private final Queue<EventClient> joining = new ConcurrentLinkedQueue<>();
  private final Set<EventClient> clients = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /**
   * @param maxClients how many may listen at a time, from 1 on; further ones are told to come back
   * @param onJoin called when somebody waits to be admitted; must return at once
   */
  public EventStream(int maxClients, Runnable onJoin) {
    if (maxClients < 1) {
      throw new ConfigurationException("maxClients must be at least 1, got " + maxClients);
    }
    this.maxClients = maxClients;
    this.onJoin = onJoin;
  }

  /** How many listen or wait to. */
  public int clients() {
    return clients.size() + joining.size();
  }

  /**
   * Lets in those who wait.
   *
   * @param greeting what they are told first; made once, and only if there is somebody
   */
  public void admit(Supplier<byte[]> greeting) {
    EventClient client = joining.poll();
    if (client == null) {
      return;
    }
    byte[] bytes = greeting.get();
    for (; client != null; client = joining.poll()) {
      clients.add(client);
      client.send(ByteBuffer.wrap(bytes));
    }
  }

  /**
   * Tells everybody.
   *
   * @param event whole events, each with the empty line behind it; kept, not modified
   */
  public void publish(byte[] event) {
    for (EventClient client : clients) {
      client.send(ByteBuffer.wrap(event));
    }
  }

  /** Tells everybody nothing, so that neither side takes the other for dead. */
  public void keepAlive() {
    publish(COMMENT);
  }

  /** Ends the answers; nobody is let in afterwards. */
  @Override
  public void close() {
    closed = true;
    joining.forEach(EventClient::end);
    clients.forEach(EventClient::end);
  }

  /** The refusal of one more client; empty if it may come. */
  Optional<Reply> refuse() {
    return closed || clients() >= maxClients
        ? Optional.of(
            Reply.error(
                HttpStatus.SERVICE_UNAVAILABLE_503,
                closed
                    ? "the server is about to stop"
                    : maxClients + " clients listen already, which is the limit",
                HttpHeader.RETRY_AFTER,
                "10"))
        : Optional.empty();
  }

  /** Takes a client in. */
  void open(Request request, Response response, Callback callback, ConnectionDeadlines deadlines) {
    response.setStatus(HttpStatus.OK_200);
    Reply.addSecurityHeaders(response.getHeaders());
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/event-stream");
    if (HttpMethod.HEAD.is(request.getMethod())) {
      response.write(true, ByteBuffer.allocate(0), callback);
      return;
    }
    EndPoint endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
    EventClient client = new EventClient(response, callback, endPoint, deadlines, clients::remove);
    joining.add(client);
    if (closed) {
      client.end();
    } else {
      onJoin.run();
    }
  }
}
