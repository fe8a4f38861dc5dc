package dev.millrace.http.dashboard;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.millrace.core.alert.Alert;
import dev.millrace.core.observe.BatchReport;
import dev.millrace.core.observe.PipelineStart;
import dev.millrace.http.EventStream;
import dev.millrace.ml.drift.Drift;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The dashboard's own thread. It alone touches the history and writes events; others leave word for
 * it and go on.
 *
 * <p>Events: {@code hello} has everything, {@code points} the newest points of the curves, {@code
 * now} what is shown as it is at the moment, {@code versions} which there are, {@code mark} a mark.
 */
final class Updates implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Updates.class);
  private static final int MAX_MARKS = 500;
  private static final int MARKS_PER_BATCH = 20;
  private static final int POINTS_PER_UPDATE = 64;
  private static final long LONGEST_PAUSE_MILLIS = 1_000;
  private static final long LAST_WORDS_MILLIS = 1_000;
  private static final long NODE_ROWS_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Inbox inbox;
  private final EventStream events;
  private final List<LearningView> learning;
  private final DashboardOptions options;
  private final ConcurrentLinkedQueue<Consumer<Updates>> words = new ConcurrentLinkedQueue<>();
  private final Thread thread = new Thread(this, "millrace-dashboard");
  private volatile boolean closed;
  private volatile long nodeRowsDue = System.nanoTime();

  // What follows belongs to the thread.
  private final Run pipeline = new Run();
  private final History history;
  private final History fresh = new History(POINTS_PER_UPDATE);
  private final List<Mark> marks = new ArrayList<>();
  private final AlertBoard board = new AlertBoard();
  private final DegradedSpells spells = new DegradedSpells();
  private final Pace recording = new Pace(Duration.ZERO);
  private final Pace showing = new Pace(Duration.ofMillis(500));
  private final Pace reading = new Pace(Duration.ofSeconds(2));
  private final Pace breathing = new Pace(Duration.ofSeconds(5));
  private Optional<VersionControl> control = Optional.empty();
  private boolean unseen;

  /** Whether there are alerts to be shown. */
  private volatile boolean watched;

  Updates(Inbox inbox, EventStream events, List<LearningView> learning, DashboardOptions options) {
    this.inbox = inbox;
    this.events = events;
    this.learning = learning;
    this.options = options;
    this.history = new History(options.historyPoints());
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  void started(PipelineStart start) {
    tell(
        updates -> {
          updates.pipeline.started(start);
          if (start.run() > 1 || start.committed() >= 0) {
            updates.add(
                new Mark(
                    Instant.now(),
                    Mark.Kind.EVENT,
                    "run " + start.run() + " goes on after batch " + start.committed()));
          }
          events.publish(updates.hello());
        });
  }

  void ended(Optional<Throwable> failure) {
    tell(
        updates -> {
          updates.pipeline.ended(failure);
          failure.ifPresent(
              cause ->
                  updates.add(
                      new Mark(Instant.now(), Mark.Kind.ALERT, "the pipeline failed: " + cause)));
          updates.recording.hurry();
          updates.showing.hurry();
          updates.unseen = true;
        });
  }

  void show(VersionControl versions) {
    tell(updates -> updates.control = Optional.of(versions));
  }

  /** Somebody changed which versions are kept or answer. */
  void changed(Mark mark) {
    tell(
        updates -> {
          updates.add(mark);
          updates.reading.hurry();
        });
  }

  void mark(Mark mark) {
    tell(updates -> updates.add(mark));
  }

  /** There will be alerts. */
  void watch() {
    watched = true;
  }

  /** Alerts of a batch of that time. */
  void alerts(List<Alert> alerts, Instant time) {
    if (alerts.isEmpty()) {
      return;
    }
    tell(
        updates -> {
          alerts.forEach(updates.board::add);
          updates.unseen = true;
          updates.add(alerts.stream().map(alert -> markOf(alert, time)).toList());
        });
  }

  private static Mark markOf(Alert alert, Instant time) {
    Mark.Kind kind = alert.isFiring() ? Mark.Kind.ALERT : Mark.Kind.EVENT;
    return new Mark(time, kind, alert.toString());
  }

  /** What detectors said of a batch. */
  void drifts(List<Drift> drifts) {
    if (drifts.isEmpty()) {
      return;
    }
    tell(
        updates ->
            updates.add(
                drifts.stream()
                    .map(
                        drift ->
                            new Mark(
                                drift.time(),
                                Mark.Kind.DRIFT,
                                drift.source() + " has changed by number " + drift.position()))
                    .toList()));
  }

  private void tell(Consumer<Updates> word) {
    words.add(word);
    inbox.hurry();
  }

  void add(BatchReport report) {
    inbox.put(report);
  }

  /** Once in a while, if somebody looks; called by the pipeline's thread. */
  boolean wantNodeRows() {
    long now = System.nanoTime();
    if (events.clients() == 0 || now - nodeRowsDue < 0) {
      return false;
    }
    nodeRowsDue = now + NODE_ROWS_NANOS;
    return true;
  }

  /** Lets it say how the pipeline ended. */
  void close() {
    closed = true;
    inbox.hurry();
    try {
      thread.join(LAST_WORDS_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    thread.interrupt();
  }

  @Override
  public void run() {
    boolean last;
    do {
      last = closed;
      try {
        step(last);
      } catch (InterruptedException e) {
        LOG.trace("closed", e);
      } catch (RuntimeException e) {
        LOG.warn("the dashboard failed to show something", e);
      }
    } while (!last);
  }

  private void step(boolean last) throws InterruptedException {
    Inbox.Contents contents =
        last ? inbox.take(0, 0) : inbox.take(options.pause().toMillis(), LONGEST_PAUSE_MILLIS);
    for (Consumer<Updates> word = words.poll(); word != null; word = words.poll()) {
      word.accept(this);
    }
    take(contents);
    recordLearning();
    if (!fresh.isEmpty() && events.clients() > 0) {
      events.publish(Messages.event("points", fresh::write));
    }
    fresh.clear();
    events.admit(this::hello);
    publishNow();
    publishVersions();
  }

  private void take(Inbox.Contents contents) {
    boolean shown = events.clients() > 0;
    for (BatchReport report : contents.batches()) {
      pipeline.add(report);
      Run.record(report, history);
      if (shown) {
        Run.record(report, fresh);
      }
      spells.add(report).ifPresent(this::add);
    }
    unseen |= !contents.batches().isEmpty();
    pipeline.setTotals(contents.totals());
  }

  /** Figures over windows are computed when asked for. */
  private void recordLearning() {
    if (!history.isEmpty() && recording.isDue()) {
      recording.run(() -> learning.forEach(view -> view.record(this::put)));
    }
  }

  private void put(String name, double value) {
    history.put(name, Column.Merge.LAST, value);
    fresh.put(name, Column.Merge.LAST, value);
  }

  private void publishNow() {
    if (events.clients() > 0 && unseen && showing.isDue()) {
      showing.run(() -> events.publish(Messages.event("now", this::writeNow)));
      unseen = false;
    } else if (breathing.isDue()) {
      breathing.run(events::keepAlive);
    }
  }

  /** Reads the checkpoints. */
  private void publishVersions() {
    if (events.clients() > 0 && control.isPresent() && reading.isDue()) {
      reading.run(() -> events.publish(Messages.event("versions", control.get()::write)));
    }
  }

  /** The first of many that come with one batch, and how many more there are. */
  private void add(List<Mark> together) {
    together.subList(0, Math.min(MARKS_PER_BATCH, together.size())).forEach(this::add);
    int more = together.size() - MARKS_PER_BATCH;
    if (more > 0) {
      Mark last = together.get(together.size() - 1);
      add(new Mark(last.time(), last.kind(), "and " + more + " more with the same batch"));
    }
  }

  private void add(Mark mark) {
    if (marks.size() == MAX_MARKS) {
      marks.remove(0);
    }
    marks.add(mark);
    events.publish(Messages.event("mark", mark::write));
  }

  private byte[] hello() {
    reading.hurry();
    return Messages.event("hello", this::writeHello);
  }

  private void writeHello(JsonGenerator out) throws IOException {
    out.writeStartObject();
    pipeline.writeStart(out);
    out.writeNumberField("stride", history.stride());
    out.writeFieldName("history");
    history.write(out);
    out.writeArrayFieldStart("marks");
    for (Mark mark : marks) {
      mark.write(out);
    }
    out.writeEndArray();
    out.writeFieldName("now");
    writeNow(out);
    out.writeEndObject();
  }

  private void writeNow(JsonGenerator out) throws IOException {
    out.writeStartObject();
    pipeline.writeNow(out);
    out.writeArrayFieldStart("learning");
    for (LearningView view : learning) {
      view.write(out);
    }
    out.writeEndArray();
    if (watched) {
      out.writeFieldName("alerts");
      board.write(out);
    }
    out.writeEndObject();
  }
}
