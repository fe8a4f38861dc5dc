package dev.millrace.http.dashboard;

import dev.millrace.core.DStream;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.alert.Alerts;
import dev.millrace.core.observe.BatchReport;
import dev.millrace.core.observe.PipelineStart;
import dev.millrace.core.observe.StreamingListener;
import dev.millrace.http.EventStream;
import dev.millrace.http.PredictionServer;
import dev.millrace.http.ServerOptions;
import dev.millrace.http.Site;
import dev.millrace.ml.drift.Drift;
import dev.millrace.ml.model.ModelVersions;
import dev.millrace.ml.serve.SwitchableModel;
import dev.millrace.ml.stream.LearningStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A page that shows a running pipeline: its speed batch by batch, its graph, what its learners have
 * learned and how well they do, its newest predictions and dead letters. A {@link PredictionServer}
 * serves it at {@code /}, and pushes what is new.
 *
 * <pre>{@code
 * Dashboard dashboard = Dashboard.of(context, List.of(learning)); // before the start
 * try (PredictionServer server = dashboard.serve(ServerOptions.defaults())) {
 *   System.err.println("dashboard at " + server.uri());
 *   context.start();
 *   context.awaitTermination();
 * }
 * }</pre>
 *
 * <p>The pipeline's thread does no more than to leave each report in a bounded queue; all else is
 * done by a thread of the dashboard's own, which writes each update once for all browsers. A page
 * that is opened late sees the past, in bounded memory: see {@link DashboardOptions}. Thread-safe.
 */
public final class Dashboard implements Site {
  private static final String EVENTS = "/dashboard/events";

  private final Pages pages = new Pages();
  private final EventStream events;
  private final Updates updates;
  private volatile VersionControl control;

  private Dashboard(
      StreamingContext context, List<? extends LearningStream<?>> learning, DashboardOptions with) {
    learning.forEach(stream -> stream.sampleRows(with.sampledRows()));
    Inbox inbox = new Inbox();
    this.events = new EventStream(with.maxClients(), inbox::hurry);
    this.updates =
        new Updates(inbox, events, learning.stream().map(LearningView::new).toList(), with);
    this.control = new VersionControl(Optional.empty(), List.of(), updates::changed);
    context.listen(new Listener());
    updates.start();
  }

  /** A dashboard with default options. */
  public static Dashboard of(StreamingContext context, List<? extends LearningStream<?>> learning) {
    return of(context, learning, DashboardOptions.defaults());
  }

  /**
   * A dashboard of a pipeline that has not been started.
   *
   * @param learning what learns in it, if anything does
   */
  public static Dashboard of(
      StreamingContext context,
      List<? extends LearningStream<?>> learning,
      DashboardOptions options) {
    return new Dashboard(context, learning, options);
  }

  /**
   * Shows which versions there are, and lets those who have the server's token pin them and roll
   * back to them.
   *
   * @param versions those of the pipeline's checkpoint
   * @param models those that can be rolled back; give the same to the server
   */
  public Dashboard withVersions(ModelVersions versions, List<SwitchableModel> models) {
    control = new VersionControl(Optional.of(versions), models, updates::changed);
    updates.show(control);
    return this;
  }

  /**
   * Shows alerts: the newest in a list, and each as a mark on all charts, where the batch is that
   * it came with. Before the start. It shows what this process has told; after a restart the list
   * begins anew.
   */
  public Dashboard withAlerts(Alerts alerts) {
    updates.watch();
    alerts.stream()
        .foreachBatch((batch, context) -> updates.alerts(batch.collect(), context.info().time()));
    return this;
  }

  /** Shows the signals of detectors as marks on all charts. Before the start. */
  public Dashboard withDrift(DStream<Drift> drifts) {
    drifts.foreachBatch((batch, context) -> updates.drifts(batch.collect()));
    return this;
  }

  /** Starts a server of nothing but the dashboard; it closes the dashboard when it stops. */
  public PredictionServer serve(ServerOptions options) {
    return PredictionServer.start(options, List.of(), this);
  }

  /** Shows on all charts that something happened. */
  public void mark(Mark mark) {
    updates.mark(mark);
  }

  @Override
  public Optional<Document> document(String path) {
    return pages.get(path);
  }

  @Override
  public Optional<EventStream> events(String path) {
    return path.equals(EVENTS) ? Optional.of(events) : Optional.empty();
  }

  @Override
  public Optional<Supplier<Answer>> probe(String path) {
    return Optional.empty();
  }

  @Override
  public Optional<Supplier<Answer>> report(String path) {
    return Optional.empty();
  }

  @Override
  public Optional<Action> action(String path) {
    return control.action(path);
  }

  /** Lets all browsers go and ends; whatever happens in the pipeline is no longer noted. */
  @Override
  public void close() {
    updates.close();
    events.close();
  }

  /** Passes on what the pipeline says; called by its thread. */
  private final class Listener implements StreamingListener {
    @Override
    public void onStart(PipelineStart start) {
      updates.started(start);
    }

    @Override
    public boolean wantsNodeRows() {
      return updates.wantNodeRows();
    }

    @Override
    public void onBatch(BatchReport report) {
      updates.add(report);
    }

    @Override
    public void onStop() {
      updates.ended(Optional.empty());
    }

    @Override
    public void onFailure(Throwable cause) {
      updates.ended(Optional.of(cause));
    }
  }
}
