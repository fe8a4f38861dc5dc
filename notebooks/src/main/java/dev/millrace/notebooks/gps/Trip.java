package dev.millrace.notebooks.gps;

import java.io.Serializable;
import java.time.Instant;

/**
 * A taxi's trip.
 *
 * @param start in seconds since 1970, to the quarter of an hour
 * @param company that the taxi belongs to; empty if that is not known
 * @param seconds that it took; NaN if that is not known
 */
record Trip(
    long start,
    String company,
    double pickupLatitude,
    double pickupLongitude,
    double dropoffLatitude,
    double dropoffLongitude,
    double seconds)
    implements Serializable {
  /** The corner of State and Madison, from which Chicago counts its streets. */
  static final Place CENTRE = new Place(41.8820, -87.6278);

  /** Longer ones, and meters that were left on, count as so many minutes. */
  private static final double LONGEST = 120;

  Instant at() {
    return Instant.ofEpochSecond(start);
  }

  Place pickup() {
    return new Place(pickupLatitude, pickupLongitude);
  }

  Place dropoff() {
    return new Place(dropoffLatitude, dropoffLongitude);
  }

  /** As the crow flies. */
  double kilometres() {
    return pickup().kilometresTo(dropoff());
  }

  double minutes() {
    return Math.min(LONGEST, seconds / 60);
  }
}
