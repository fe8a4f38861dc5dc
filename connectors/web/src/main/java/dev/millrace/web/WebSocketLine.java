package dev.millrace.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A WebSocket. */
final class WebSocketLine implements Line, WebSocket.Listener {
  private static final int PINGS_PER_HEARTBEAT = 3;

  /** So many messages may wait to be taken. */
  private static final int WINDOW = 16;

  /** How much of a message that is too long is kept to show. */
  private static final int EXCERPT = 1200;

  private final FeedOptions options;
  private final Inbox<Optional<Message>> inbox = new Inbox<>();
  private final ByteArrayOutputStream begun = new ByteArrayOutputStream();
  private boolean isTooLong;
  private WebSocket socket;

  private WebSocketLine(FeedOptions options) {
    this.options = options;
  }

  /** Connects, and sends what asks the feed to begin. */
  static WebSocketLine dial(
      HttpClient client, URI uri, FeedOptions options, List<String> subscription)
      throws IOException, InterruptedException {
    WebSocketLine line = new WebSocketLine(options);
    WebSocket.Builder builder =
        client.newWebSocketBuilder().connectTimeout(options.connectTimeout());
    options.headers().forEach(builder::header);
    CompletableFuture<WebSocket> opening = builder.buildAsync(uri, line);
    try {
      line.socket = opening.get(2 * options.connectTimeout().toNanos(), TimeUnit.NANOSECONDS);
      for (String message : subscription) {
        line.socket
            .sendText(message, true)
            .get(options.heartbeat().toNanos(), TimeUnit.NANOSECONDS);
      }
      return line;
    } catch (ExecutionException e) {
      line.close();
      throw refused(e.getCause());
    } catch (TimeoutException e) {
      opening.cancel(true);
      line.close();
      throw new IOException("no answer within " + options.connectTimeout(), e);
    }
  }

  private static IOException refused(Throwable cause) {
    return cause instanceof WebSocketHandshakeException refusal
        ? new IOException("refused with " + refusal.getResponse().statusCode(), cause)
        : new IOException(String.valueOf(cause), cause);
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // a ping that fails is not answered
  public List<Message> receive(Duration patience) throws IOException, InterruptedException {
    Duration untilPing = patience.dividedBy(PINGS_PER_HEARTBEAT);
    for (int ping = 0; ping < PINGS_PER_HEARTBEAT; ping++) {
      List<Optional<Message>> next = inbox.poll(untilPing);
      if (!next.isEmpty()) {
        socket.request(next.size());
        return next.stream().flatMap(Optional::stream).toList();
      }
      socket.sendPing(ByteBuffer.allocate(0));
    }
    throw new IOException("no sound for " + patience);
  }

  @Override
  public void onOpen(WebSocket opened) {
    opened.request(WINDOW);
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    return part(from, data.toString().getBytes(StandardCharsets.UTF_8), last);
  }

  @Override
  public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
    byte[] bytes = new byte[data.remaining()];
    data.get(bytes);
    return part(from, bytes, last);
  }

  /** The next part is asked for at once, the next message when this one was taken. */
  private CompletionStage<?> part(WebSocket from, byte[] bytes, boolean last) {
    isTooLong |= bytes.length > options.maxMessageBytes() - begun.size();
    int room = (isTooLong ? EXCERPT : options.maxMessageBytes()) - begun.size();
    begun.write(bytes, 0, Math.max(0, Math.min(bytes.length, room)));
    if (!last) {
      from.request(1);
      return null;
    }
    inbox.put(Optional.of(Message.of(begun.toByteArray(), isTooLong)));
    begun.reset();
    isTooLong = false;
    return null;
  }

  @Override
  public CompletionStage<?> onPong(WebSocket from, ByteBuffer message) {
    inbox.put(Optional.empty());
    return null;
  }

  @Override
  public CompletionStage<?> onPing(WebSocket from, ByteBuffer message) {
    inbox.put(Optional.empty());
    return null;
  }

  @Override
  public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
    inbox.end("closed with " + status + (reason.isEmpty() ? "" : ": " + reason), null);
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    inbox.end(String.valueOf(error), error);
  }

  @Override
  public void close() {
    inbox.end("closed by this side", null);
    if (socket != null) {
      socket.abort();
    }
  }
}
