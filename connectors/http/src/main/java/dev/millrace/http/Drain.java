package dev.millrace.http;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;

/**
 * Ends an exchange whose answer went out before the body came in: throws away what the client still
 * sends, up to a limit. To close at once would reset the connection, and many a client then never
 * sees the answer.
 */
final class Drain extends Callback.Nested implements Runnable {
  private final Request request;
  private long left;

  /**
   * @param limit the most bytes to throw away
   * @param callback completed at the end
   */
  Drain(Request request, long limit, Callback callback) {
    super(callback);
    this.request = request;
    // A client that waits to be told to go on has not sent a body, and will not.
    this.left = request.getHeaders().contains(HttpHeader.EXPECT) ? 0 : limit;
  }

  @Override
  public InvocationType getInvocationType() {
    return InvocationType.NON_BLOCKING;
  }

  /** The answer is out. */
  @Override
  public void succeeded() {
    run();
  }

  @Override
  public void run() {
    while (left > 0) {
      Content.Chunk chunk = request.read();
      if (chunk == null) {
        request.demand(this);
        return;
      }
      boolean over = chunk.isLast() || Content.Chunk.isFailure(chunk);
      left -= chunk.remaining();
      chunk.release();
      if (over) {
        break;
      }
    }
    super.succeeded();
  }
}
