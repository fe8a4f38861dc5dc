package dev.millrace.notebooks.gps;

import java.io.Serializable;

/**
 * A position on earth, in degrees.
 *
 * @param latitude from -90 to 90
 * @param longitude from -180 to 180
 */
record Place(double latitude, double longitude) implements Serializable {
  /** Mean radius of the earth, in km. */
  private static final double RADIUS = 6371.0088;

  /** Along the surface of a ball, in km (haversine). */
  double kilometresTo(Place other) {
    double half = Math.toRadians(other.latitude - latitude) / 2;
    double turn = Math.toRadians(other.longitude - longitude) / 2;
    double square =
        Math.pow(Math.sin(half), 2)
            + Math.cos(Math.toRadians(latitude))
                * Math.cos(Math.toRadians(other.latitude))
                * Math.pow(Math.sin(turn), 2);
    return 2 * RADIUS * Math.asin(Math.sqrt(Math.min(1, square)));
  }

  /** How far to the east of another place of about the same latitude, in km. */
  double eastOf(Place other) {
    return RADIUS
        * Math.toRadians(longitude - other.longitude)
        * Math.cos(Math.toRadians(other.latitude));
  }

  /** How far to the north of another place, in km. */
  double northOf(Place other) {
    return RADIUS * Math.toRadians(latitude - other.latitude);
  }
}
