package dev.millrace.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/**
 * One listener of an {@link EventStream}. Holds few events that are yet to be sent; with more, or
 * when one takes longer than a request may, the connection is closed.
 */
final class EventClient implements Callback {
  private static final int MAX_WAITING = 100;

  private final Response response;
  private final Callback answer;
  private final EndPoint endPoint;
  private final ConnectionDeadlines deadlines;
  private final Consumer<EventClient> onEnd;
  private final ArrayDeque<ByteBuffer> waiting = new ArrayDeque<>();
  private boolean writing;
  private boolean ending;
  private boolean ended;

  /**
   * @param answer completed at the end
   * @param onEnd told once nothing more can be sent
   */
  EventClient(
      Response response,
      Callback answer,
      EndPoint endPoint,
      ConnectionDeadlines deadlines,
      Consumer<EventClient> onEnd) {
    this.response = response;
    this.answer = answer;
    this.endPoint = endPoint;
    this.deadlines = deadlines;
    this.onEnd = onEnd;
  }

  /** Sends, or keeps for when what went before is out. */
  void send(ByteBuffer event) {
    boolean tooSlow;
    synchronized (this) {
      if (ending) {
        return;
      }
      tooSlow = waiting.size() == MAX_WAITING;
      waiting.add(event);
    }
    if (tooSlow) {
      endPoint.close(new IOException("the client is too slow"));
    }
    writeNext();
  }

  /** Ends the answer after what is waiting. */
  void end() {
    synchronized (this) {
      ending = true;
    }
    writeNext();
  }

  private void writeNext() {
    ByteBuffer next;
    synchronized (this) {
      if (writing || ended) {
        return;
      }
      next = waiting.poll();
      if (next == null && !ending) {
        return;
      }
      writing = next != null;
      ended = next == null;
    }
    if (next != null) {
      response.write(false, next, this);
    } else {
      onEnd.accept(this);
      response.write(true, BufferUtil.EMPTY_BUFFER, answer);
    }
  }

  @Override
  public void succeeded() {
    deadlines.requestBegins(endPoint);
    synchronized (this) {
      writing = false;
    }
    writeNext();
  }

  @Override
  public void failed(Throwable cause) {
    synchronized (this) {
      ending = true;
      ended = true;
      waiting.clear();
    }
    onEnd.accept(this);
    answer.failed(cause);
  }

  @Override
  public InvocationType getInvocationType() {
    return InvocationType.NON_BLOCKING;
  }
}
