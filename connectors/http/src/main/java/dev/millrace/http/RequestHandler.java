package dev.millrace.http;

import dev.millrace.ml.serve.RequestException;
import dev.millrace.ml.serve.ServedModel;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.MimeTypes;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes one request from its head to its answer. Runs on the threads that serve the sockets and
 * never waits there: health is answered at once, a body is gathered as it comes, and what takes
 * long is handed to the workers, so that neither slow clients nor long predictions stand in the way
 * of others.
 */
final class RequestHandler extends Handler.Abstract.NonBlocking {
  private static final Logger LOG = LoggerFactory.getLogger(RequestHandler.class);
  private static final String RETRY_SECONDS = "1";

  private final Gate gate;
  private final Models models;
  private final Site site;
  private final ServerOptions options;
  private final String version;
  private final Executor workers;
  private final ConnectionDeadlines deadlines;
  private final BodyBudget budget;
  private final PredictEndpoint predict;
  private final InferEndpoint infer;

  RequestHandler(
      Gate gate,
      Models models,
      Site site,
      ServerOptions options,
      String version,
      Executor workers,
      ConnectionDeadlines deadlines) {
    this.gate = gate;
    this.models = models;
    this.site = site;
    this.options = options;
    this.version = version;
    this.workers = workers;
    this.deadlines = deadlines;
    this.budget = new BodyBudget(64L * Math.max(options.maxBodyBytes(), 1 << 20));
    this.predict = new PredictEndpoint(models, options.maxRows());
    this.infer = new InferEndpoint(models, options.maxRows());
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    EndPoint endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
    deadlines.requestBegins(endPoint);
    Request.addCompletionListener(request, failure -> deadlines.requestEnds(endPoint));
    Exchange exchange = new Exchange(request, response, callback);
    Optional<Route> route = Route.of(Request.getPathInContext(request), site);
    boolean open = route.isPresent() && route.get().kind().isOpen();
    Optional<Reply> refusal = gate.refuse(request, open).or(() -> refuse(request, route));
    if (refusal.isPresent()) {
      exchange.refuse(refusal.get());
    } else if (HttpMethod.OPTIONS.is(request.getMethod())) {
      exchange.refuse(
          new Reply(
              HttpStatus.NO_CONTENT_204,
              Map.of(HttpHeader.ALLOW.asString(), route.get().kind().allow()),
              Json.NOTHING));
    } else if (route.get().kind() == Route.Kind.EVENTS) {
      exchange.listen();
    } else if (route.get().kind().isPost()) {
      exchange.gather(route.get());
    } else if (route.get().kind().isLong()) {
      exchange.work(() -> look(request, route.get()));
    } else {
      exchange.refuse(guarded(() -> look(request, route.get())));
    }
    return true;
  }

  /** What can be refused by the head of a request alone. */
  private static Optional<Reply> refuse(Request request, Optional<Route> route) {
    if (route.isEmpty()) {
      return Optional.of(
          Reply.error(
              HttpStatus.NOT_FOUND_404,
              "there is no such path; there are /predict, /v2, /v2/health/live, /v2/health/ready,"
                  + " /v2/models and /v2/models/{name}[/versions/{version}][/ready|/infer]"));
    }
    Route.Kind kind = route.get().kind();
    if (!kind.allows(request.getMethod())) {
      return Optional.of(
          Reply.error(
              HttpStatus.METHOD_NOT_ALLOWED_405,
              "this path takes " + kind.allow(),
              HttpHeader.ALLOW,
              kind.allow()));
    }
    boolean body = kind.isPost() && HttpMethod.POST.is(request.getMethod());
    return body ? refuseType(request) : Optional.empty();
  }

  /** What the body is said to be, without parameters; empty if it is not said. */
  static String mediaType(Request request) {
    String type = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
    int end = type == null ? -1 : type.indexOf(';');
    return type == null ? "" : (end < 0 ? type : type.substring(0, end)).strip();
  }

  private static Optional<Reply> refuseType(Request request) {
    String base = mediaType(request);
    String charset =
        base.isEmpty()
            ? null
            : MimeTypes.getCharsetFromContentType(
                request.getHeaders().get(HttpHeader.CONTENT_TYPE));
    boolean utf8 = charset == null || charset.equalsIgnoreCase("utf-8");
    if (!base.equalsIgnoreCase("application/json") || !utf8) {
      return unsupported("send the body as JSON in UTF-8, with Content-Type: application/json");
    }
    String encoding = request.getHeaders().get(HttpHeader.CONTENT_ENCODING);
    if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
      return unsupported("send the body as it is, without Content-Encoding");
    }
    if (request.getHeaders().contains("Inference-Header-Content-Length")) {
      return unsupported("send tensors as JSON; binary tensors are not taken");
    }
    return Optional.empty();
  }

  private static Optional<Reply> unsupported(String message) {
    return Optional.of(Reply.error(HttpStatus.UNSUPPORTED_MEDIA_TYPE_415, message));
  }

  /** Answers a GET. */
  private Reply look(Request request, Route route) {
    return switch (route.kind()) {
      case INDEX -> Reply.ok(Metadata.index(version));
      case SERVER -> Reply.ok(Metadata.server(version));
      case LIVE -> Reply.ok(Metadata.live());
      case READY -> Metadata.ready(models);
      case MODELS -> Reply.ok(Metadata.models(models));
      case MODEL ->
          Reply.ok(
              Metadata.model(
                  models.find(route.model(), route.version()),
                  Models.versions(models.find(route.model()))));
      case MODEL_READY -> Metadata.ready(models.find(route.model(), route.version()));
      case DOCUMENT ->
          Reply.document(site.document(Request.getPathInContext(request)).orElseThrow());
      case PROBE -> Reply.answer(site.probe(Request.getPathInContext(request)).orElseThrow().get());
      case REPORT ->
          Reply.answer(site.report(Request.getPathInContext(request)).orElseThrow().get());
      case INFER, PREDICT, ACTION, EVENTS ->
          throw new IllegalStateException(route + " is answered elsewhere");
    };
  }

  /** Answers a POST. */
  private Reply compute(Route route, Request request, byte[] body, int length) {
    if (route.kind() == Route.Kind.INFER) {
      ServedModel model = models.ready(route.model(), route.version());
      return Reply.ok(infer.answer(model, body, length));
    }
    if (route.kind() == Route.Kind.ACTION) {
      return act(request);
    }
    Fields query = query(request);
    checkNames(query);
    ServedModel model = models.ready(parameter(query, "model"), parameter(query, "version"));
    return Reply.ok(predict.answer(model, body, length));
  }

  private Reply act(Request request) {
    if (options.token().isEmpty()) {
      throw new RefusedException(
          HttpStatus.FORBIDDEN_403, "this server has no token, and so lets nobody change anything");
    }
    Map<String, String> parameters = new HashMap<>();
    for (Fields.Field field : query(request)) {
      parameters.put(field.getName(), field.getValue());
    }
    site.action(Request.getPathInContext(request)).orElseThrow().run(parameters);
    return new Reply(HttpStatus.NO_CONTENT_204, Map.of(), Json.NOTHING);
  }

  private static Fields query(Request request) {
    try {
      return Request.extractQueryParameters(request);
    } catch (RuntimeException e) { // of several kinds, for escapes that are cut short or no UTF-8
      throw RefusedException.badRequest("the query cannot be read: " + e.getMessage());
    }
  }

  private static void checkNames(Fields query) {
    for (String name : query.getNames()) {
      if (!name.equals("model") && !name.equals("version")) {
        throw RefusedException.badRequest(
            "the query may give model and version, not " + Nearest.quote(name));
      }
    }
  }

  private static Optional<String> parameter(Fields query, String name) {
    return Optional.ofNullable(query.getValue(name));
  }

  private interface Answering {
    Reply answer();
  }

  /** Turns what goes wrong into an answer. */
  private static Reply guarded(Answering answering) {
    try {
      return answering.answer();
    } catch (RefusedException e) {
      return refused(e);
    } catch (RequestException e) {
      return Reply.error(HttpStatus.BAD_REQUEST_400, e.getMessage());
    } catch (RuntimeException | Error e) { // a model may overflow the stack, or lack a class
      LOG.error("a request could not be answered", e);
      return Reply.error(
          HttpStatus.INTERNAL_SERVER_ERROR_500, "the server failed; its log says why");
    }
  }

  private static Reply refused(RefusedException e) {
    return e.status() == HttpStatus.SERVICE_UNAVAILABLE_503
        ? Reply.error(e.status(), e.getMessage(), HttpHeader.RETRY_AFTER, RETRY_SECONDS)
        : Reply.error(e.status(), e.getMessage());
  }

  /** One request and its answer. */
  private final class Exchange implements BodyReader.Listener {
    private final Request request;
    private final Response response;
    private final Callback callback;
    private final AtomicLong held = new AtomicLong();
    private Route route;

    Exchange(Request request, Response response, Callback callback) {
      this.request = request;
      this.response = response;
      this.callback = callback;
    }

    void gather(Route to) {
      route = to;
      Request.addCompletionListener(request, failure -> budget.release(held.get()));
      new BodyReader(request, options.maxBodyBytes(), budget, held::addAndGet, this).run();
    }

    /** Begins an answer that has no end. */
    void listen() {
      EventStream events = site.events(Request.getPathInContext(request)).orElseThrow();
      events
          .refuse()
          .ifPresentOrElse(this::refuse, () -> events.open(request, response, callback, deadlines));
    }

    @Override
    public void onBody(byte[] body, int length) {
      work(() -> compute(route, request, body, length));
    }

    @Override
    public void onFailure(RefusedException failure) {
      refuse(refused(failure));
    }

    /** Has a worker find the answer. */
    void work(Answering answering) {
      try {
        workers.execute(() -> reply(guarded(answering)));
      } catch (RejectedExecutionException e) {
        reply(
            refused(
                new RefusedException(
                    HttpStatus.SERVICE_UNAVAILABLE_503, "the server is busy; try again")));
      }
    }

    private void reply(Reply reply) {
      reply.send(request, response, callback);
    }

    /** Answers while the client may still be sending. */
    void refuse(Reply reply) {
      reply.send(request, response, new Drain(request, 16L * options.maxBodyBytes(), callback));
    }
  }
}
