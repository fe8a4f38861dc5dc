package dev.millrace.web;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A response of server-sent events. */
final class EventLine implements Line, Flow.Subscriber<List<ByteBuffer>> {
  private static final int OK = 200;
  private static final String TYPE = "text/event-stream";

  /** So many pieces of the answer, of some KiB, may wait to be taken. */
  private static final int WINDOW = 16;

  private final EventParser parser;
  private final Inbox<List<ByteBuffer>> inbox = new Inbox<>();

  /** Done when the head of the answer is there and is none that refuses. */
  private final CompletableFuture<Void> begun = new CompletableFuture<>();

  private volatile Flow.Subscription subscription;

  private EventLine(EventParser parser) {
    this.parser = parser;
  }

  /**
   * Asks for the events after {@code lastId}.
   *
   * @param lastId empty for no particular place
   */
  @SuppressWarnings("FutureReturnValueIgnored") // what it completes is waited for
  static EventLine dial(HttpClient client, URI uri, FeedOptions options, String lastId)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri).header("Accept", TYPE).header("Cache-Control", "no-store");
    options.headers().forEach(request::setHeader);
    if (!lastId.isEmpty()) {
      request.setHeader("Last-Event-ID", lastId);
    }
    EventLine line = new EventLine(new EventParser(options.maxMessageBytes(), lastId));
    CompletableFuture<HttpResponse<Void>> answer = client.sendAsync(request.build(), line::body);
    answer.whenComplete((response, failure) -> line.answered(failure));
    try {
      line.begun.get(2 * options.connectTimeout().toNanos(), TimeUnit.NANOSECONDS);
      return line;
    } catch (ExecutionException e) {
      answer.cancel(true);
      throw e.getCause() instanceof IOException known ? known : new IOException(e.getCause());
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new IOException("no answer within " + options.connectTimeout(), e);
    }
  }

  private void answered(Throwable failure) {
    if (failure != null) {
      Throwable cause = failure.getCause() == null ? failure : failure.getCause();
      begun.completeExceptionally(new IOException(cause.toString(), cause));
    }
  }

  private HttpResponse.BodySubscriber<Void> body(HttpResponse.ResponseInfo head) {
    String type = head.headers().firstValue("Content-Type").orElse("");
    if (head.statusCode() != OK || !type.toLowerCase(Locale.ROOT).startsWith(TYPE)) {
      begun.completeExceptionally(
          new IOException("refused with " + head.statusCode() + ", content type '" + type + "'"));
      return HttpResponse.BodySubscribers.discarding();
    }
    begun.complete(null);
    return HttpResponse.BodySubscribers.fromSubscriber(this);
  }

  @Override
  public Optional<Duration> retry() {
    return parser.retry();
  }

  @Override
  public List<Message> receive(Duration patience) throws IOException, InterruptedException {
    List<List<ByteBuffer>> next = inbox.poll(patience);
    if (next.isEmpty()) {
      throw new IOException("no sound for " + patience);
    }
    List<Message> events = new ArrayList<>();
    next.forEach(part -> part.forEach(bytes -> events.addAll(parser.parse(bytes))));
    subscription.request(next.size());
    return events;
  }

  @Override
  public void onSubscribe(Flow.Subscription opened) {
    subscription = opened;
    opened.request(WINDOW);
  }

  @Override
  public void onNext(List<ByteBuffer> bytes) {
    inbox.put(bytes);
  }

  @Override
  public void onError(Throwable failure) {
    inbox.end(String.valueOf(failure), failure);
  }

  @Override
  public void onComplete() {
    inbox.end("the response has ended", null);
  }

  @Override
  public void close() {
    inbox.end("closed by this side", null);
    Flow.Subscription open = subscription;
    if (open != null) {
      open.cancel();
    }
  }
}
