package dev.millrace.http;

import dev.millrace.core.observe.PipelineHealth;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpStatus;

/**
 * What those ask who run a pipeline: {@code GET /healthz} and {@code GET /readyz} answer 200, or
 * 503 with the reason, and {@code GET /metrics} with what a metrics registry has, in the text
 * format of Prometheus. Beside another site, or alone.
 *
 * <pre>{@code
 * PipelineHealth health = PipelineHealth.within(Duration.ofMinutes(1));
 * context.listen(health);
 * Operations operations = Operations.of(health).withMetrics(registry::scrape).beside(dashboard);
 * PredictionServer.start(options, models, operations);
 * }</pre>
 *
 * <p>Probers need no token; metrics are behind the server's, if it has one. Immutable.
 */
public final class Operations implements Site {
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

  private final PipelineHealth health;
  private final Optional<Supplier<String>> metrics;
  private final Site other;

  private Operations(PipelineHealth health, Optional<Supplier<String>> metrics, Site other) {
    this.health = health;
    this.metrics = metrics;
    this.other = other;
  }

  /** Health alone. */
  public static Operations of(PipelineHealth health) {
    return new Operations(health, Optional.empty(), Site.NONE);
  }

  /**
   * With {@code /metrics}.
   *
   * @param scrape gives them in the text format 0.0.4 of Prometheus; called by workers, several at
   *     a time
   */
  public Operations withMetrics(Supplier<String> scrape) {
    return new Operations(health, Optional.of(scrape), other);
  }

  /** With all that another site has; the server closes that one too. */
  public Operations beside(Site site) {
    return new Operations(health, metrics, site);
  }

  @Override
  public Optional<Document> document(String path) {
    return other.document(path);
  }

  @Override
  public Optional<EventStream> events(String path) {
    return other.events(path);
  }

  @Override
  public Optional<Supplier<Answer>> probe(String path) {
    return switch (path) {
      case "/healthz" -> Optional.of(() -> answer(health.live()));
      case "/readyz" -> Optional.of(() -> answer(health.ready()));
      default -> other.probe(path);
    };
  }

  @Override
  public Optional<Supplier<Answer>> report(String path) {
    return path.equals("/metrics") && metrics.isPresent()
        ? metrics.map(
            scrape -> () -> new Answer(HttpStatus.OK_200, document(PROMETHEUS, scrape.get())))
        : other.report(path);
  }

  @Override
  public Optional<Action> action(String path) {
    return other.action(path);
  }

  @Override
  public void close() {
    other.close();
  }

  private static Answer answer(PipelineHealth.Answer said) {
    int status = said.ok() ? HttpStatus.OK_200 : HttpStatus.SERVICE_UNAVAILABLE_503;
    return new Answer(status, document(TEXT, said.reason() + "\n"));
  }

  private static Document document(String type, String text) {
    return new Document(type, text.getBytes(StandardCharsets.UTF_8));
  }
}
