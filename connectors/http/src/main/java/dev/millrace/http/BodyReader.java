package dev.millrace.http;

import java.util.Arrays;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Invocable;

/**
 * Gathers the body of one request without ever waiting for it: a slow client holds a few bytes, no
 * thread. Memory grows with what has come, not with what was announced, and stops at the limit.
 */
final class BodyReader implements Invocable.Task {
  /** Told how the reading ended, by one of the two, once. */
  interface Listener {
    /**
     * @param body the first {@code length} bytes are the body
     */
    void onBody(byte[] body, int length);

    void onFailure(RefusedException failure);
  }

  private static final int FIRST = 4 << 10;

  private final Request request;
  private final int limit;
  private final BodyBudget budget;
  private final Consumer<Long> taken;
  private final Listener listener;
  private byte[] body = new byte[0];
  private int length;

  /**
   * @param taken told of each share of the budget that was taken, for whoever is to release it
   */
  BodyReader(
      Request request, int limit, BodyBudget budget, Consumer<Long> taken, Listener listener) {
    this.request = request;
    this.limit = limit;
    this.budget = budget;
    this.taken = taken;
    this.listener = listener;
  }

  @Override
  public InvocationType getInvocationType() {
    return InvocationType.NON_BLOCKING;
  }

  /** Reads what is there, and comes back when there is more. */
  @Override
  public void run() {
    if (request.getLength() > limit) {
      listener.onFailure(tooLong());
      return;
    }
    while (true) {
      Content.Chunk chunk = request.read();
      if (chunk == null) {
        request.demand(this);
        return;
      }
      if (Content.Chunk.isFailure(chunk)) {
        listener.onFailure(unreadable(chunk.getFailure()));
        return;
      }
      try {
        append(chunk);
      } catch (RefusedException e) {
        listener.onFailure(e);
        return;
      } finally {
        chunk.release();
      }
      if (chunk.isLast()) {
        listener.onBody(body, length);
        return;
      }
    }
  }

  private void append(Content.Chunk chunk) {
    int more = chunk.remaining();
    if (more > limit - length) {
      throw tooLong();
    }
    if (length + more > body.length) {
      grow(length + more);
    }
    chunk.get(body, length, more);
    length += more;
  }

  private void grow(int needed) {
    int size = Math.min(limit, Math.max(Math.max(needed, FIRST), 2 * body.length));
    long share = size - (long) body.length;
    if (!budget.tryTake(share)) {
      throw new RefusedException(
          HttpStatus.SERVICE_UNAVAILABLE_503, "too many large requests at a time; try again");
    }
    taken.accept(share);
    body = Arrays.copyOf(body, size);
  }

  private RefusedException tooLong() {
    return new RefusedException(
        HttpStatus.PAYLOAD_TOO_LARGE_413,
        "the body is longer than " + limit + " bytes; send fewer rows per request");
  }

  private static RefusedException unreadable(Throwable failure) {
    int status =
        failure instanceof HttpException http ? http.getCode() : HttpStatus.BAD_REQUEST_400;
    return new RefusedException(status, "the body could not be read: " + failure.getMessage());
  }
}
