package dev.millrace.notebooks.gps;

import dev.millrace.ml.Model;
import dev.millrace.ml.cluster.KMeansModel;
import dev.millrace.ml.evaluate.PrequentialReport;
import dev.millrace.notebooks.Summary;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Says how well arrivals were told, where trips begin, and who crossed fences. */
final class GpsSummary {
  private GpsSummary() {}

  static Summary of(
      PrequentialReport arrivals,
      PrequentialReport byDistance,
      Model spots,
      FenceCounts crossings,
      Collection<Totals.View> companies) {
    Map<String, Double> figures = new HashMap<>();
    List<String> notes = new ArrayList<>();
    List<Summary.Learner> learners = new ArrayList<>();
    arrivals.learners().forEach(learner -> learners.add(Summary.Learner.of(learner)));
    byDistance.learners().forEach(learner -> learners.add(Summary.Learner.of(learner)));
    notes.add("Minutes, of trips that were cut at two hours; by-distance knows the distance only.");
    crossings.counts().forEach((name, count) -> figures.put(name, (double) count));
    notes.add(
        String.format(
            Locale.ROOT,
            "%,d trips went to O'Hare, %,d to Midway.",
            crossings.count(Fence.OHARE, Fence.Way.IN),
            crossings.count(Fence.MIDWAY, Fence.Way.IN)));
    figures.put("companies", (double) companies.size());
    companies.stream()
        .max(Comparator.comparingLong(Totals.View::trips))
        .ifPresent(
            largest ->
                notes.add(
                    String.format(
                        Locale.ROOT,
                        "Of %d companies that are named, %s made most trips: %,d, of %,.0f km and %,.0f hours,"
                            + " most of them from hot spot %d.",
                        companies.size(),
                        largest.company(),
                        largest.trips(),
                        largest.kilometres(),
                        largest.minutes() / 60,
                        largest.usualSpot())));
    if (spots instanceof KMeansModel model && model.ready()) {
      for (int i = 0; i < model.clusters(); i++) {
        figures.put("spot" + i + "Trips", model.weight(i));
        notes.add(spot(i, model));
      }
    }
    return new Summary(arrivals.rows(), figures, List.of("mae", "rmse", "r2"), learners, notes);
  }

  private static String spot(int index, KMeansModel model) {
    double east = model.centre(index)[0];
    double north = model.centre(index)[1];
    return String.format(
        Locale.ROOT,
        "Hot spot %d: %,.0f trips, %.1f km %s and %.1f km %s of State and Madison.",
        index,
        model.weight(index),
        Math.abs(east),
        east < 0 ? "west" : "east",
        Math.abs(north),
        north < 0 ? "south" : "north");
  }
}
