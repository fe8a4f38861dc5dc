package dev.millrace.core.alert;

import dev.millrace.core.function.Emitter;
import dev.millrace.core.state.KeyProcess;
import dev.millrace.core.state.KeyProcessFunction;
import dev.millrace.core.time.KeyTimer;
import dev.millrace.core.time.Timed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Gathers the alerts of a group until they are due. */
final class MessageFunction
    implements KeyProcessFunction<String, Alert, MessageFunction.Waiting, AlertMessage> {
  private static final long serialVersionUID = 1L;

  /** How many alerts a message holds. */
  static final int MOST = 1_000;

  private final String source;
  private final Duration wait;

  MessageFunction(String source, Duration wait) {
    this.source = source;
    this.wait = wait;
  }

  /** The first alerts of a group, and how many more came. */
  record Waiting(List<Alert> alerts, long omitted) {}

  @Override
  public void onValue(
      String group, Timed<Alert> alert, KeyProcess<Waiting> process, Emitter<AlertMessage> out) {
    Waiting waiting = process.get().orElse(new Waiting(List.of(), 0));
    if (waiting.alerts().isEmpty()) {
      process.set(KeyTimer.atBatchTime(process.batchTime().plus(wait)));
    }
    if (waiting.alerts().size() == MOST) {
      process.update(new Waiting(waiting.alerts(), waiting.omitted() + 1));
    } else {
      List<Alert> more = new ArrayList<>(waiting.alerts());
      more.add(alert.value());
      process.update(new Waiting(more, waiting.omitted()));
    }
  }

  @Override
  public void onTimer(
      String group, KeyTimer timer, KeyProcess<Waiting> process, Emitter<AlertMessage> out)
      throws Exception {
    Waiting waiting = process.get().orElseThrow();
    out.emit(
        AlertMessage.of(source, group, process.batchTime(), waiting.alerts(), waiting.omitted()));
    process.remove();
  }
}
