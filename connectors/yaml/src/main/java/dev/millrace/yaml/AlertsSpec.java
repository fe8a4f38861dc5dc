package dev.millrace.yaml;

import dev.millrace.core.alert.AlertGrouping;
import dev.millrace.core.alert.Severity;
import dev.millrace.yaml.document.Key;
import dev.millrace.yaml.document.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Rules that watch a stream, and who is told. */
@Kind("Rules that watch rows, predictions or learners, and who is told.")
record AlertsSpec(
    @Key(
            value =
                "What is watched: rows, predictions (rows with what was predicted), metrics (learners)"
                    + " or drifts (what detectors find).",
            byDefault = "rows")
        Watched on,
    @Key("The column whose values are watched apart; default: the stream as a whole.")
        Optional<String> key,
    @Key(value = "Rules, by name.", required = true) Map<String, RuleSpec> rules,
    @Key("Which alerts are told together; default: those of a rule that come with one batch.")
        Optional<GroupSpec> group,
    @Key("Who is told; alerts can be an output as well.") List<ChannelSpec> to) {

  /** What is watched. */
  enum Watched {
    ROWS,
    PREDICTIONS,
    METRICS,
    DRIFTS
  }

  @Kind("When somebody is to be told.")
  record RuleSpec(
      @Key("What is measured, and from where on it is one.") MeasureSpec when,
      @Key("It is over when the level is behind this; default: where it began.")
          Optional<Double> clear,
      @Key(value = "How bad it is.", byDefault = "warning") Severity severity,
      @Key("At most once in so long for a key.") Optional<Duration> coolDown,
      @Key("A key without rows is forgotten, and what was on is over, after so long.")
          Optional<Duration> forgetAfter) {}

  @Kind("Which alerts are told together.")
  record GroupSpec(
      @Key(value = "What they have in common.", byDefault = "rule") AlertGrouping.By by,
      @Key("How long to wait for others; default: not at all.") Optional<Duration> delay) {
    AlertGrouping grouping() {
      return new AlertGrouping(by, delay.orElse(Duration.ZERO));
    }
  }
}
