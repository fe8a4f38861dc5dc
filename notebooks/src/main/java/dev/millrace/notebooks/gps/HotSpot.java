package dev.millrace.notebooks.gps;

import dev.millrace.ml.stream.Scored;

/** Which hot spot a trip came from. */
record HotSpot(long start, double latitude, double longitude, int spot) {
  static HotSpot of(Scored<Trip> scored) {
    Trip trip = scored.row();
    return new HotSpot(
        trip.start(), trip.pickupLatitude(), trip.pickupLongitude(), (int) scored.output());
  }
}
