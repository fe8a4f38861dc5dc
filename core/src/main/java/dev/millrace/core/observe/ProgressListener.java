package dev.millrace.core.observe;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.time.Clock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Locale;

/**
 * Shows people how a pipeline gets on: a bar that is drawn over and over on a terminal, or a line
 * every so many batches for a log.
 *
 * <pre>
 * [=============&gt;                ]  45 %    1,234,500 rows   56,789 rows/s   22 s left
 * batch 120: 12,000 rows in 10 batches, 45,000 rows/s, processing 12 ms, commit 4 ms, delay 0 ms, \
 * state 1,234 rows, checkpoint 12 kB, 3 dead letters
 * </pre>
 *
 * <p>Where the sources cannot say how far they are, the bar shows rows and speed alone. Writes to
 * what it is given, by the pipeline's thread, and closes nothing.
 */
public final class ProgressListener implements StreamingListener {
  private static final int BAR_WIDTH = 30;
  private static final long REDRAW_NANOS = 100_000_000L;
  private static final double NANOS = 1e9;

  /** Before so many seconds of measuring nobody can say when the end will be. */
  private static final double FORECAST_SECONDS = 2;

  private final Appendable out;
  private final Clock clock;

  /** A line each so many batches; 0 for a bar. */
  private final int everyBatches;

  private long startNanos;
  private long drawnNanos;
  private double firstProgress = Double.NaN;
  private long firstNanos;
  private long rows;
  private long deadLetters;
  private int drawnWidth;

  private long lineRows;
  private int lineBatches;
  private long lineNanos;
  private Duration processing = Duration.ZERO;
  private Duration committing = Duration.ZERO;

  private ProgressListener(Appendable out, int everyBatches, Clock clock) {
    this.out = out;
    this.everyBatches = everyBatches;
    this.clock = clock;
  }

  /** A bar on a terminal. */
  public static ProgressListener bar(Appendable terminal) {
    return new ProgressListener(terminal, 0, Clock.system());
  }

  /** A line after every {@code batches}-th batch. */
  public static ProgressListener lines(Appendable out, int batches) {
    if (batches < 1) {
      throw new ConfigurationException("a line every " + batches + " batches: at least 1");
    }
    return new ProgressListener(out, batches, Clock.system());
  }

  /** Measures speed by another clock. */
  public ProgressListener withClock(Clock value) {
    return new ProgressListener(out, everyBatches, value);
  }

  @Override
  public void onStart(PipelineStart start) {
    startNanos = clock.nanos();
    lineNanos = startNanos;
    drawnNanos = startNanos - REDRAW_NANOS;
  }

  @Override
  public void onBatch(BatchReport report) {
    rows += report.records();
    deadLetters += report.deadLetters();
    if (Double.isNaN(firstProgress)) {
      firstProgress = report.progress();
      firstNanos = clock.nanos();
    }
    if (everyBatches == 0) {
      long now = clock.nanos();
      if (now - drawnNanos >= REDRAW_NANOS || report.progress() >= 1) {
        drawnNanos = now;
        draw(report.progress(), now);
      }
    } else {
      addToLine(report);
    }
  }

  @Override
  public void onStop() {
    endBar();
  }

  @Override
  public void onFailure(Throwable cause) {
    endBar();
  }

  private void draw(double progress, long now) {
    StringBuilder line = new StringBuilder();
    if (!Double.isNaN(progress)) {
      int filled = (int) Math.round(progress * BAR_WIDTH);
      line.append('[').append("=".repeat(filled));
      line.append(filled < BAR_WIDTH ? ">" : "")
          .append(" ".repeat(Math.max(0, BAR_WIDTH - filled - 1)));
      line.append(format("] %3d %%", (int) (progress * 100)));
    }
    double seconds = (now - startNanos) / NANOS;
    line.append(format("   %,d rows", rows));
    if (seconds > 0) {
      line.append(format("   %,.0f rows/s", rows / seconds));
    }
    // The first batch also warms everything up, so speed is measured from its end on.
    double gained = progress - firstProgress;
    double measured = (now - firstNanos) / NANOS;
    if (gained > 0 && progress < 1 && measured >= FORECAST_SECONDS) {
      line.append(format("   %,.0f s left", measured * (1 - progress) / gained));
    }
    if (deadLetters > 0) {
      line.append("   ").append(deadLetters());
    }
    String padding = " ".repeat(Math.max(0, drawnWidth - line.length()));
    drawnWidth = line.length();
    write("\r" + line + padding);
  }

  private void endBar() {
    if (drawnWidth > 0) {
      write("\n");
      drawnWidth = 0;
    }
  }

  private void addToLine(BatchReport report) {
    lineRows += report.records();
    lineBatches++;
    processing = processing.plus(report.processing());
    committing = committing.plus(report.committing());
    if (lineBatches < everyBatches) {
      return;
    }
    long now = clock.nanos();
    double seconds = (now - lineNanos) / NANOS;
    StringBuilder line = new StringBuilder();
    line.append(format("batch %d: %,d rows", report.batchId(), lineRows));
    line.append(lineBatches == 1 ? "" : format(" in %d batches", lineBatches));
    line.append(seconds > 0 ? format(", %,.0f rows/s", lineRows / seconds) : "");
    line.append(
        format(
            ", processing %s, commit %s, delay %s",
            millis(processing.dividedBy(lineBatches)),
            millis(committing.dividedBy(lineBatches)),
            millis(report.schedulingDelay())));
    long state = report.stateRows().values().stream().mapToLong(Long::longValue).sum();
    line.append(state > 0 ? format(", state %,d rows", state) : "");
    line.append(
        report.checkpointBytes() > 0
            ? format(", checkpoint %,d kB", (report.checkpointBytes() + 999) / 1000)
            : "");
    line.append(report.degraded() ? ", degraded" : "");
    line.append(deadLetters > 0 ? ", " + deadLetters() : "");
    write(line.append('\n').toString());
    lineRows = 0;
    lineBatches = 0;
    lineNanos = now;
    processing = Duration.ZERO;
    committing = Duration.ZERO;
  }

  private String deadLetters() {
    return format(deadLetters == 1 ? "%,d dead letter" : "%,d dead letters", deadLetters);
  }

  private static String millis(Duration duration) {
    double millis = duration.toNanos() / 1e6;
    return millis < 10 ? format("%.1f ms", millis) : format("%,.0f ms", millis);
  }

  private static String format(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }

  private void write(String text) {
    try {
      out.append(text);
      if (out instanceof java.io.Flushable flushable) {
        flushable.flush();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("progress cannot be shown", e);
    }
  }
}
