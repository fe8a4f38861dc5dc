package dev.millrace.notebooks.gps;

import dev.millrace.ml.stream.Scored;

/**
 * How long a trip was said to take, and how long it took, in minutes.
 *
 * @param kilometres as the crow flies
 * @param byDistance what is said by the distance alone
 */
record Arrival(
    long start, String company, double kilometres, double said, double byDistance, double took) {
  static Arrival of(Scored<Scored<Trip>> scored) {
    Trip trip = scored.row().row();
    return new Arrival(
        trip.start(),
        trip.company(),
        trip.kilometres(),
        scored.row().output(),
        scored.output(),
        scored.label());
  }
}
