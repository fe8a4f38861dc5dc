package dev.millrace.core.alert;

import java.util.List;
import java.util.Optional;

/**
 * What a rule remembers of a key; times in milliseconds since 1970.
 *
 * @param rule its name
 * @param points what its measure remembers
 * @param firing since when it fires, if it does
 * @param fired when it last began to, if that matters still
 * @param seen when the newest reading was
 * @param due when it is to be looked at without a reading, if it is
 */
record RuleState(
    String rule,
    List<Point> points,
    Optional<Long> firing,
    Optional<Long> fired,
    long seen,
    Optional<Long> due) {
  RuleState {
    points = List.copyOf(points);
  }

  static RuleState fresh(String rule) {
    return new RuleState(
        rule, List.of(), Optional.empty(), Optional.empty(), Long.MIN_VALUE, Optional.empty());
  }
}
