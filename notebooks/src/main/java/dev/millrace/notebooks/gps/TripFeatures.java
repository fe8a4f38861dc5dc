package dev.millrace.notebooks.gps;

import dev.millrace.ml.feature.Features;
import dev.millrace.ml.feature.TimePart;
import dev.millrace.ml.instance.FeatureExtractor;
import dev.millrace.ml.stream.Scored;
import java.time.ZoneId;

/** What learners are told of a trip. All of it is known when the trip begins. */
final class TripFeatures {
  private TripFeatures() {}

  /** What its time depends on. */
  static FeatureExtractor<Trip> ofArrival() {
    return Features.<Trip>of()
        .numeric("kilometres", Trip::kilometres)
        .numeric("logKilometres", trip -> Math.log1p(trip.kilometres()))
        // Within one area, a trip's ends are at the same place.
        .numeric("sameArea", trip -> trip.kilometres() == 0 ? 1 : 0)
        .time(
            "start", Trip::at, ZoneId.of("America/Chicago"), TimePart.TIME_OF_DAY, TimePart.WEEKEND)
        .interaction("kilometres", "start")
        .labelOrMissing(Trip::minutes)
        .build();
  }

  /** The distance alone. */
  static FeatureExtractor<Scored<Trip>> distance() {
    return Features.<Scored<Trip>>of()
        .numeric("kilometres", scored -> scored.row().kilometres())
        .labelOrMissing(scored -> scored.row().minutes())
        .build();
  }

  /** Where it begins, in km from the centre, so that near is near in both directions. */
  static FeatureExtractor<Trip> pickup() {
    return Features.<Trip>of()
        .numeric("east", trip -> trip.pickup().eastOf(Trip.CENTRE))
        .numeric("north", trip -> trip.pickup().northOf(Trip.CENTRE))
        .build();
  }
}
