package dev.millrace.notebooks.sentiment;

import dev.millrace.core.function.Emitter;
import dev.millrace.core.state.KeyState;
import java.io.Serializable;
import java.util.Optional;

/**
 * How a topic is spoken of, over a window of its tweets, one window after the other.
 *
 * @param window from 0
 * @param tweets how many are in it so far
 * @param negative the sum of what the learner said; after the window has ended, their share
 * @param truly how many were negative; likewise
 */
record Trend(Topic topic, int window, int tweets, double negative, double truly)
    implements Serializable {
  /** How many tweets of a topic make a window. */
  static final int WINDOW = 100;

  /** What {@code mapWithState} does per topic: a full window is handed on, and the next begins. */
  static void next(Topic topic, Optional<Opinion> value, KeyState<Trend> window, Emitter<Trend> out)
      throws Exception {
    Trend now = window.get().orElse(new Trend(topic, 0, 0, 0, 0)).with(value.orElseThrow());
    if (now.tweets() == WINDOW) {
      out.emit(new Trend(topic, now.window, WINDOW, now.negative / WINDOW, now.truly / WINDOW));
      now = new Trend(topic, now.window + 1, 0, 0, 0);
    }
    window.update(now);
  }

  private Trend with(Opinion opinion) {
    double came = opinion.sentiment().equals("negative") ? 1 : 0;
    return new Trend(topic, window, tweets + 1, negative + opinion.negative(), truly + came);
  }
}
