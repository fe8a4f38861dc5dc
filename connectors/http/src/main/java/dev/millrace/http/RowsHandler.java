package dev.millrace.http;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes posted rows into the log. Never waits on the threads that serve the sockets: bodies are
 * gathered as they come, and a worker parses and forces.
 */
final class RowsHandler extends Handler.Abstract.NonBlocking {
  private static final Logger LOG = LoggerFactory.getLogger(RowsHandler.class);
  private static final String KEY = "Idempotency-Key";

  private final Gate gate;
  private final String path;
  private final PostedFormat format;
  private final ServerOptions options;
  private final RowLog rows;
  private final RowRate rate;
  private final Executor workers;
  private final ConnectionDeadlines deadlines;
  private final BodyBudget budget;

  RowsHandler(
      Gate gate,
      String path,
      PostedFormat format,
      ServerOptions options,
      RowLog rows,
      RowRate rate,
      Executor workers,
      ConnectionDeadlines deadlines) {
    this.gate = gate;
    this.path = path;
    this.format = format;
    this.options = options;
    this.rows = rows;
    this.rate = rate;
    this.workers = workers;
    this.deadlines = deadlines;
    this.budget = new BodyBudget(64L * Math.max(options.maxBodyBytes(), 1 << 20));
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    EndPoint endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
    deadlines.requestBegins(endPoint);
    Request.addCompletionListener(request, failure -> deadlines.requestEnds(endPoint));
    Exchange exchange = new Exchange(request, response, callback);
    Optional<Reply> refusal = gate.refuse(request, false).or(() -> refuse(request));
    refusal.ifPresentOrElse(exchange::refuse, exchange::gather);
    return true;
  }

  /** What can be refused by the head of a request alone. */
  private Optional<Reply> refuse(Request request) {
    if (!Request.getPathInContext(request).equals(path)) {
      return Optional.of(
          Reply.error(HttpStatus.NOT_FOUND_404, "there is no such path; post rows to " + path));
    } else if (!HttpMethod.POST.is(request.getMethod())) {
      return Optional.of(
          Reply.error(
              HttpStatus.METHOD_NOT_ALLOWED_405, "post rows here", HttpHeader.ALLOW, "POST"));
    } else if (!format.mediaTypes().contains(RequestHandler.mediaType(request))) {
      return Optional.of(
          Reply.error(
              HttpStatus.UNSUPPORTED_MEDIA_TYPE_415,
              "send rows with Content-Type: " + String.join(", or ", format.mediaTypes())));
    } else if (request.getHeaders().contains(HttpHeader.CONTENT_ENCODING)) {
      return Optional.of(
          Reply.error(
              HttpStatus.UNSUPPORTED_MEDIA_TYPE_415,
              "send the body as it is, without Content-Encoding"));
    }
    String key = request.getHeaders().get(KEY);
    if (key != null && !key.matches("[\\x21-\\x7E]{1," + LoggedRow.LONGEST_KEY + "}")) {
      return Optional.of(
          Reply.error(
              HttpStatus.BAD_REQUEST_400,
              KEY + " must be 1 to " + LoggedRow.LONGEST_KEY + " visible characters of ASCII"));
    }
    return Optional.empty();
  }

  private Reply answer(Request request, byte[] body, int length) {
    try {
      List<PostedRows.Slice> found =
          format.rows(RequestHandler.mediaType(request), body, length, options.maxRows());
      return take(request.getHeaders().get(KEY), body, found);
    } catch (RefusedException e) {
      return Reply.of(e);
    } catch (IOException | RuntimeException e) {
      LOG.error("posted rows could not be logged", e);
      return Reply.error(
          HttpStatus.INTERNAL_SERVER_ERROR_500,
          "the rows are not taken; the server's log says why");
    }
  }

  private Reply take(String key, byte[] body, List<PostedRows.Slice> found) throws IOException {
    if (found.isEmpty()) {
      return accepted(0, false);
    }
    long wait = rate.take(found.size());
    if (wait > 0) {
      return later(wait, "more rows than the rate that is set");
    }
    return switch (rows.take(key == null ? "" : key, body, found)) {
      case TAKEN -> accepted(found.size(), false);
      case REPEATED -> accepted(0, true);
      case FULL -> later(1, "the pipeline is behind, and its log full");
    };
  }

  private static Reply accepted(int count, boolean repeated) {
    return Reply.ok(
        Json.write(
            out -> {
              out.writeStartObject();
              out.writeNumberField("accepted", count);
              if (repeated) {
                out.writeBooleanField("repeated", true);
              }
              out.writeEndObject();
            }));
  }

  private static Reply later(long seconds, String reason) {
    return Reply.error(
        HttpStatus.TOO_MANY_REQUESTS_429,
        reason + "; try again",
        HttpHeader.RETRY_AFTER,
        Long.toString(seconds));
  }

  /** One request and its answer. */
  private final class Exchange implements BodyReader.Listener {
    private final Request request;
    private final Response response;
    private final Callback callback;
    private final AtomicLong held = new AtomicLong();

    Exchange(Request request, Response response, Callback callback) {
      this.request = request;
      this.response = response;
      this.callback = callback;
    }

    void gather() {
      Request.addCompletionListener(request, failure -> budget.release(held.get()));
      new BodyReader(request, options.maxBodyBytes(), budget, held::addAndGet, this).run();
    }

    @Override
    public void onBody(byte[] body, int length) {
      try {
        workers.execute(() -> answer(request, body, length).send(request, response, callback));
      } catch (RejectedExecutionException e) {
        later(1, "too many requests at a time").send(request, response, callback);
      }
    }

    @Override
    public void onFailure(RefusedException failure) {
      refuse(
          failure.status() == HttpStatus.SERVICE_UNAVAILABLE_503
              ? later(1, failure.getMessage())
              : Reply.of(failure));
    }

    /** Answers while the client may still be sending. */
    void refuse(Reply reply) {
      reply.send(request, response, new Drain(request, 16L * options.maxBodyBytes(), callback));
    }
  }
}
