package dev.millrace.notebooks.gps;

import dev.millrace.core.function.Emitter;
import java.io.Serializable;

/** A circle on the map. */
enum Fence {
  OHARE(41.9791, -87.9030, 3),
  MIDWAY(41.7859, -87.7524, 2),
  LOOP(41.8820, -87.6278, 1);

  private final double latitude;
  private final double longitude;
  private final double kilometres;

  Fence(double latitude, double longitude, double kilometres) {
    this.latitude = latitude;
    this.longitude = longitude;
    this.kilometres = kilometres;
  }

  /** Whether a trip came out of it, or went in. */
  enum Way {
    OUT,
    IN
  }

  /** A trip that crossed the fence. */
  record Crossing(long start, String company, Fence fence, Way way) implements Serializable {}

  boolean holds(Place place) {
    return new Place(latitude, longitude).kilometresTo(place) <= kilometres;
  }

  /** Tells every fence that a trip crosses. */
  static void crossings(Trip trip, Emitter<Crossing> out) throws Exception {
    for (Fence fence : values()) {
      boolean from = fence.holds(trip.pickup());
      boolean to = fence.holds(trip.dropoff());
      if (from != to) {
        out.emit(new Crossing(trip.start(), trip.company(), fence, from ? Way.OUT : Way.IN));
      }
    }
  }
}
