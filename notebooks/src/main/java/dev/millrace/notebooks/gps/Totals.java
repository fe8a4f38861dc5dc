package dev.millrace.notebooks.gps;

import dev.millrace.core.function.Emitter;
import dev.millrace.core.state.KeyState;
import dev.millrace.ml.stream.Scored;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * All that a company's taxis have done so far.
 *
 * @param kilometres as the crow flies
 * @param minutes that are known
 * @param spots how many trips came from each hot spot
 */
record Totals(long trips, double kilometres, double minutes, List<Long> spots) {
  /** What there is to see of a company after a trip. */
  record View(
      long start, String company, long trips, double kilometres, double minutes, int usualSpot)
      implements Serializable {}

  /** What {@code mapWithState} does per company: one more trip. */
  static void next(
      String company, Optional<Scored<Trip>> value, KeyState<Totals> totals, Emitter<View> out)
      throws Exception {
    Scored<Trip> scored = value.orElseThrow();
    Trip trip = scored.row();
    Totals now = totals.get().orElse(new Totals(0, 0, 0, List.of())).with(scored);
    totals.update(now);
    int usual = now.spots.indexOf(Collections.max(now.spots));
    out.emit(new View(trip.start(), company, now.trips, now.kilometres, now.minutes, usual));
  }

  private Totals with(Scored<Trip> scored) {
    Trip trip = scored.row();
    int spot = (int) scored.output();
    List<Long> counts = new ArrayList<>(spots);
    while (counts.size() <= spot) {
      counts.add(0L);
    }
    counts.set(spot, counts.get(spot) + 1);
    return new Totals(
        trips + 1,
        kilometres + trip.kilometres(),
        minutes + (Double.isNaN(trip.seconds()) ? 0 : trip.minutes()),
        counts);
  }
}
