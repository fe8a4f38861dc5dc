package dev.millrace.yaml;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.function.SerializableSupplier;
import dev.millrace.ml.drift.Adwin;
import dev.millrace.ml.drift.DriftDetector;
import dev.millrace.ml.drift.PageHinkley;
import dev.millrace.yaml.document.Key;
import dev.millrace.yaml.document.Kind;
import java.util.Optional;

/** A detector, and the numbers that it watches. */
@Kind("A detector, and the numbers that it watches: a column, or how wrong a learner is.")
record DriftSpec(
    @Key("The column of numbers; default: how wrong a learner is.") Optional<String> column,
    @Key("How wrong which learner is; default: the champion.") Optional<String> learner,
    @Key(
            "How it is measured: error (1 or 0) or logLoss of classes, absoluteError of numbers;"
                + " default: error or absoluteError.")
        Optional<Wrong> measure,
    @Key("What looks for a change.") DetectorSpec detector) {
  DriftSpec {
    if (column.isPresent() && (learner.isPresent() || measure.isPresent())) {
      throw new ConfigurationException(
          "expected a column, or learner and measure, got both; leave one out");
    }
  }

  /** How wrong a prediction is. */
  enum Wrong {
    ERROR,
    LOG_LOSS,
    ABSOLUTE_ERROR
  }

  /** A kind of detector. */
  sealed interface DetectorSpec {
    /** Makes a fresh one each time. */
    SerializableSupplier<DriftDetector> detectors();

    @Kind(
        value = "ADWIN: the mean of the newest numbers has changed, in either direction.",
        type = "adwin")
    record OfAdwin(
        @Key(value = "How likely an alarm may be where nothing has changed.", byDefault = "0.002")
            double delta,
        @Key(value = "Looks after so many numbers.", byDefault = "32", min = 1) int checkEvery)
        implements DetectorSpec {
      @Override
      public SerializableSupplier<DriftDetector> detectors() {
        var options = new Adwin.Options(delta, checkEvery);
        return () -> new Adwin(options);
      }
    }

    @Kind(value = "Page-Hinkley: the mean has risen.", type = "pageHinkley")
    record OfPageHinkley(
        @Key(value = "How many numbers come before an alarm.", byDefault = "30", min = 1)
            long minimum,
        @Key(
                value = "How far above the mean a number does not count.",
                byDefault = "0.005",
                min = 0)
            double delta,
        @Key(
                value = "Of the sum of what is above; larger: fewer false alarms, later.",
                byDefault = "50")
            double threshold,
        @Key(value = "What is left of the sum with each number.", byDefault = "0.9999")
            double forgetting)
        implements DetectorSpec {
      @Override
      public SerializableSupplier<DriftDetector> detectors() {
        var options = new PageHinkley.Options(minimum, delta, threshold, forgetting);
        return () -> new PageHinkley(options);
      }
    }
  }
}
