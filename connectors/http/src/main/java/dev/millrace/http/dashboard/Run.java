package dev.millrace.http.dashboard;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.millrace.core.MillraceException;
import dev.millrace.core.observe.BatchReport;
import dev.millrace.core.observe.PipelineGraph;
import dev.millrace.core.observe.PipelineStart;
import dev.millrace.core.source.DeadLetter;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** One run of a pipeline as the dashboard knows it: all but what is learned. Not thread-safe. */
final class Run {
  private static final int KEPT_LETTERS = 20;
  private static final PipelineStart UNKNOWN =
      new PipelineStart("", 0, -1, List.of(), Optional.empty(), new PipelineGraph(List.of()));

  /** How it is going. */
  enum Status {
    WAITING,
    RUNNING,
    STOPPED,
    FAILED
  }

  private record Letter(long batchId, DeadLetter letter) {}

  private final String instance = UUID.randomUUID().toString();
  private final ArrayDeque<Letter> letters = new ArrayDeque<>();
  private PipelineStart start = UNKNOWN;
  private NodeStats nodes = new NodeStats(UNKNOWN.graph());
  private Status status = Status.WAITING;
  private String cause = "";
  private Totals totals = Totals.NONE;
  private Optional<BatchReport> last = Optional.empty();

  void started(PipelineStart newStart) {
    start = newStart;
    nodes = new NodeStats(newStart.graph());
    status = Status.RUNNING;
  }

  void ended(Optional<Throwable> failure) {
    status = failure.isPresent() ? Status.FAILED : Status.STOPPED;
    cause = failure.map(Run::said).orElse("");
  }

  private static String said(Throwable failure) {
    return failure instanceof MillraceException own ? own.getMessage() : failure.toString();
  }

  Optional<BatchReport> last() {
    return last;
  }

  void add(BatchReport report) {
    last = Optional.of(report);
    nodes.add(report);
    for (DeadLetter letter : report.newestDeadLetters()) {
      letters.addFirst(new Letter(report.batchId(), letter));
    }
    while (letters.size() > KEPT_LETTERS) {
      letters.removeLast();
    }
  }

  void setTotals(Totals to) {
    totals = to;
  }

  /** Puts what a batch did into the curves. */
  static void record(BatchReport report, History history) {
    history.next(report.batchId(), report.batchTime());
    history.put("rows", Column.Merge.SUM, (double) report.records());
    history.put("deadLetters", Column.Merge.SUM, (double) report.deadLetters());
    history.put("skipped", Column.Merge.SUM, (double) Totals.skippedRows(report));
    putMillis(history, "delay", report.schedulingDelay());
    putMillis(history, "planning", report.planning());
    putMillis(history, "processing", report.processing());
    putMillis(history, "commit", report.committing());
    if (report.checkpointBytes() > 0) {
      putMillis(history, "checkpoint", report.checkpointing());
      history.put("checkpointBytes", Column.Merge.LAST, (double) report.checkpointBytes());
    }
    report
        .stateRows()
        .forEach((name, rows) -> history.put("state/" + name, Column.Merge.LAST, (double) rows));
    report
        .stateUsage()
        .forEach(
            (name, usage) ->
                history.put("bytes/" + name, Column.Merge.LAST, (double) usage.bytes()));
  }

  private static void putMillis(History history, String name, Duration duration) {
    history.put(name, Column.Merge.MEAN, Messages.millis(duration));
  }

  /** Writes fields of what stays the same while it runs. */
  void writeStart(JsonGenerator out) throws IOException {
    out.writeStringField("instance", instance);
    out.writeNumberField("time", System.currentTimeMillis());
    out.writeStringField("pipeline", start.pipeline());
    out.writeNumberField("run", start.run());
    out.writeNumberField("committed", start.committed());
    if (start.batchInterval().isPresent()) {
      out.writeNumberField("interval", start.batchInterval().get().toMillis());
    }
    out.writeFieldName("graph");
    NodeStats.writeGraph(start.graph(), out);
  }

  /** Writes fields of how it is now. */
  void writeNow(JsonGenerator out) throws IOException {
    out.writeStringField("status", status.name());
    out.writeStringField("cause", cause);
    totals.write(out);
    if (last.isPresent()) {
      writeLast(last.get(), out);
    }
    out.writeFieldName("nodes");
    nodes.write(out);
    out.writeArrayFieldStart("letters");
    for (Letter letter : letters) {
      out.writeStartObject();
      out.writeNumberField("batch", letter.batchId());
      out.writeStringField("origin", letter.letter().origin());
      out.writeStringField("position", letter.letter().position());
      out.writeStringField("reason", letter.letter().reason());
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  private static void writeLast(BatchReport report, JsonGenerator out) throws IOException {
    out.writeObjectFieldStart("last");
    out.writeNumberField("batch", report.batchId());
    out.writeNumberField("rows", report.records());
    Messages.number(out, "delay", Messages.millis(report.schedulingDelay()));
    Messages.number(out, "processing", Messages.millis(report.processing()));
    Messages.number(out, "commit", Messages.millis(report.committing()));
    Messages.number(out, "checkpoint", Messages.millis(report.checkpointing()));
    out.writeNumberField("checkpointBytes", report.checkpointBytes());
    out.writeBooleanField("committed", report.committed());
    out.writeBooleanField("degraded", report.degraded());
    Messages.number(out, "progress", report.progress());
    out.writeObjectFieldStart("state");
    for (Map.Entry<String, Long> part : report.stateRows().entrySet()) {
      out.writeNumberField(part.getKey(), part.getValue());
    }
    out.writeEndObject();
    out.writeEndObject();
  }
}
