package dev.millrace.http;

import dev.millrace.ml.serve.RequestException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Pages that a {@link PredictionServer} shows beside its models, behind the same gate; {@link
 * dev.millrace.http.dashboard.Dashboard} is one. Called by the threads that serve the sockets, so
 * all but {@link Action#run} must return at once. Thread-safe.
 */
public interface Site extends AutoCloseable {
  /** Nothing but the models. */
  Site NONE = new NoSite();

  /**
   * What a browser loads.
   *
   * @param type its Content-Type
   * @param body not modified
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Document(String type, byte[] body) {}

  /**
   * What is found when somebody asks.
   *
   * @param status of HTTP: 200, or 503 for no
   * @param document what is said
   */
  record Answer(int status, Document document) {}

  /** What a POST does. */
  interface Action {
    /**
     * Called by a worker, after the server's token was given.
     *
     * @param parameters of the query, each with its first value
     * @throws RequestException if that cannot be done, saying why
     */
    void run(Map<String, String> parameters);
  }

  /**
   * The document at a path. It is given to everybody, since a browser's first request can carry no
   * token; so it must tell nothing of the pipeline.
   */
  Optional<Document> document(String path);

  /** What is pushed to those who ask for a path; asks for the token, if the server has one. */
  Optional<EventStream> events(String path);

  /** What probers of a path are told; asked of nobody for a token, so it tells no data. */
  Optional<Supplier<Answer>> probe(String path);

  /** What a path shows at the moment, found by a worker; asks for the token, if there is one. */
  Optional<Supplier<Answer>> report(String path);

  /** What a POST to a path does; refused where the server has no token. */
  Optional<Action> action(String path);

  /** The server stops: ends what is being pushed. */
  @Override
  void close();
}
