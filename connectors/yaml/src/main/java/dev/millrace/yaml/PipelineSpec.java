package dev.millrace.yaml;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.Trigger;
import dev.millrace.core.checkpoint.CheckpointPolicy;
import dev.millrace.core.checkpoint.Storage;
import dev.millrace.http.ServerOptions;
import dev.millrace.ml.catalog.LearnerCatalog;
import dev.millrace.ml.evaluate.EvaluationMode;
import dev.millrace.yaml.document.ByteSize;
import dev.millrace.yaml.document.Document;
import dev.millrace.yaml.document.Durations;
import dev.millrace.yaml.document.EnvironmentSecret;
import dev.millrace.yaml.document.Key;
import dev.millrace.yaml.document.Kind;
import dev.millrace.yaml.document.Text;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a file says; names of columns and learners have not been looked up yet. */
@Kind("A Millrace pipeline: where rows come from, what learns from them, where results go.")
record PipelineSpec(
    @Key("Name of the pipeline: letters, digits, . _ -") String name,
    @Key(
            value = "When batches are made: availableNow, continuous, or every 200ms, 1s …",
            byDefault = "continuous")
        TriggerSpec trigger,
    @Key("How batches are cut.") Optional<BatchSpec> batch,
    @Key("Where it is kept what survives a crash; without it nothing does.")
        Optional<CheckpointSpec> checkpoint,
    @Key(value = "What computes: local, this process, or spark.", byDefault = "local")
        EngineSpec engine,
    @Key(
            value = "Partitions of shuffles and keyed state; a result depends on it.",
            byDefault = "4",
            min = 1)
        int partitions,
    @Key(value = "Partitions worked on at a time; default: the number of cores.", min = 1)
        Optional<Integer> threads,
    @Key(value = "For whatever is random.", byDefault = "1") long seed,
    @Key(
            value = "Where rows come from, by name; several must have the same columns.",
            required = true)
        Map<String, SourceSpec> sources,
    @Key("What learners see of a row.") List<FeatureSpec> features,
    @Key(
            value = "How many keys each lag and each rolling feature remembers; default 1,000,000.",
            min = 1)
        Optional<Integer> maxKeys,
    @Key("How many bytes each lag and each rolling feature remembers; default: as maxKeys says.")
        Optional<ByteSize> maxKeyBytes,
    @Key("What is to be predicted; clusters need none.") Optional<TargetSpec> target,
    @Key("Labels that come later than the rows; default: rows carry them.")
        Optional<DelayedLabelsSpec> delayedLabels,
    @Key("What learns, by name, as 'millrace learners' lists it: name or name:option=value,…")
        Map<String, LearnerSpec> learners,
    @Key("The learner that outputs speak of and that is served first; default: the first.")
        Optional<String> champion,
    @Key("How learners are tested.") Optional<EvaluateSpec> evaluate,
    @Key("Decides, of two classes, by what mistakes cost.") Optional<ThresholdSpec> threshold,
    @Key("Detectors of change, by name: of a column, or of how wrong a learner is.")
        Map<String, DriftSpec> drift,
    @Key("Where results go, by name.") Map<String, OutputSpec> outputs,
    @Key("Who is told of what, by name.") Map<String, AlertsSpec> alerts,
    @Key("Where rows go that cannot be used; default: they are counted and some are logged.")
        Optional<SinkSpec> deadLetters,
    @Key("Serves the models, a dashboard, health and metrics over HTTP.")
        Optional<ServeSpec> serve) {

  EvaluateSpec evaluation() {
    return evaluate.orElse(new EvaluateSpec(EvaluationMode.PER_ROW, 1_000));
  }

  /** When batches are made. */
  @Text(
      value = "availableNow, continuous, or a duration such as 200ms or 1s",
      pattern = "^(availableNow|continuous|\\d{1,9}(\\.\\d{1,9})?(ms|s|m|h|d))$")
  record TriggerSpec(Trigger trigger) {
    static TriggerSpec parse(String text) {
      return new TriggerSpec(
          switch (text) {
            case "availableNow" -> Trigger.availableNow();
            case "continuous" -> Trigger.continuous();
            default -> Trigger.interval(Durations.parse(text));
          });
    }
  }

  @Kind("How batches are cut.")
  record BatchSpec(
      @Key(value = "Most rows of a batch from each source; default 100,000.", min = 1)
          Optional<Long> maxRecords,
      @Key("Most bytes of a batch from each source; default 64MiB.") Optional<ByteSize> maxBytes,
      @Key("Longest that a batch may take before the pipeline fails; default: for ever.")
          Optional<Duration> deadline,
      @Key("Lets batches shrink when processing lags; with an interval as trigger.")
          Optional<BackpressureSpec> backpressure,
      @Key("Lets learning be skipped when processing lags.") Optional<DegradeSpec> degrade) {}

  @Kind("How batches follow the speed of processing.")
  record BackpressureSpec(
      @Key(value = "Fewest rows a second.", byDefault = "100", min = 0) double minRate,
      @Key(value = "Rows of the first batch.", byDefault = "1000", min = 1) long firstRecords) {}

  @Kind("When learning is skipped, so that predicting goes on.")
  record DegradeSpec(
      @Key("Where a batch begins later than this after it was due.") Duration whenLate,
      @Key("Until batches begin no later than this; default: half of it.") Optional<Duration> until,
      @Key(
              value = "Also after so many full batches in a row; 0 for never.",
              byDefault = "0",
              min = 0)
          int orBehind) {}

  @Kind("Where it is kept what survives a crash.")
  @Text(value = "a directory", orMapping = true)
  record CheckpointSpec(
      @Key("A directory, or a place such as s3a://bucket/path.") String path,
      @Key("How often: every so many batches (10), or every so long (30s); default: every batch.")
          Optional<CadenceSpec> every,
      @Key(
              value = "How many checkpoints, and versions of models, are kept.",
              byDefault = "3",
              min = 1)
          int retain) {
    static CheckpointSpec parse(String text) {
      return new CheckpointSpec(text, Optional.empty(), 3);
    }

    Storage storage() {
      return path.matches("[A-Za-z][A-Za-z0-9+.-]+:/.*")
          ? Storage.at(URI.create(path))
          : Storage.local(Path.of(path));
    }
  }

  /** How often a checkpoint is written. */
  @Text(
      value = "a number of batches such as 10, or a duration such as 30s",
      pattern = "^(\\d{1,9}|\\d{1,9}(\\.\\d{1,9})?(ms|s|m|h|d))$")
  record CadenceSpec(CheckpointPolicy policy) {
    static CadenceSpec parse(String text) {
      return new CadenceSpec(
          text.matches("\\d{1,9}")
              ? CheckpointPolicy.everyBatches(Integer.parseInt(text))
              : CheckpointPolicy.every(Durations.parse(text)));
    }
  }

  @Kind("What computes.")
  @Text(value = "local or spark", orMapping = true)
  record EngineSpec(
      @Key("local, or the name of an engine on the class path: spark.") String name,
      @Key("What the engine documents, such as master.") Map<String, String> options) {
    static EngineSpec parse(String text) {
      return new EngineSpec(text, Map.of());
    }
  }

  @Kind("What is to be predicted.")
  record TargetSpec(
      @Key(
              "The column that holds it; a row where it is empty is predicted only. With"
                  + " delayedLabels a column of labels, and not needed where these say always.")
          Optional<String> column,
      @Key("The classes, of two the positive one last; without them it is a number.")
          List<String> classes) {
    TargetSpec {
      if (classes.size() == 1 || classes.stream().distinct().count() < classes.size()) {
        throw new ConfigurationException(
            "expected two or more classes that differ, got " + classes);
      }
    }

    /**
     * The column, which is needed.
     *
     * @param otherwise what else there is to say, or nothing
     */
    String requireColumn(Document document, String otherwise) {
      return column.orElseThrow(
          () ->
              document.mistake(
                  "target",
                  "the key 'column' is missing: The column that holds what is predicted"
                      + otherwise));
    }
  }

  @Kind("What learns.")
  @Text(value = "a learner such as logistic-regression:l2=1e-4", orMapping = true)
  record LearnerSpec(
      @Key("Which kind, as 'millrace learners' lists them.") String type,
      @Key("Its options.") Map<String, String> options,
      @Key(value = "Stops learning after so many rows: a baseline.", min = 1)
          Optional<Long> frozenAfter) {
    static LearnerSpec parse(String text) {
      return new LearnerSpec(
          LearnerCatalog.name(text), LearnerCatalog.options(text), Optional.empty());
    }
  }

  @Kind("How learners are tested before they learn.")
  record EvaluateSpec(
      @Key(
              value =
                  "What predicts a row: what was learned from all rows before, or the model of the"
                      + " batch before.",
              byDefault = "perRow")
          EvaluationMode mode,
      @Key(
              value = "How many rows sliding figures cover.",
              byDefault = "1000",
              min = 1,
              max = 1_000_000)
          int window) {}

  @Kind("What mistakes cost; the second class is decided for where that costs less.")
  record ThresholdSpec(
      @Key(value = "A row of the second class that is not told.", min = 0) double costOfMiss,
      @Key(value = "A row of the first class that is taken for the second.", min = 0)
          double costOfFalseAlarm) {}

  @Kind("A result, and where it goes.")
  record OutputSpec(
      @Key(
              value =
                  "Which: rows as they came, predictions, metrics (a row per learner and figure),"
                      + " drifts (a row per change that was found), or alerts.",
              byDefault = "predictions")
          From from,
      @Key("Predictions of which learner; default: the champion.") Optional<String> learner,
      @Key("Which columns of the source to keep; default: all.") Optional<List<String>> columns,
      @Key("Only those where this holds.") Optional<ConditionSpec> where,
      @Key("The sink.") SinkSpec to) {}

  /** What an output is of. */
  enum From {
    ROWS,
    PREDICTIONS,
    METRICS,
    DRIFTS,
    ALERTS
  }

  @Kind("Serves the models over HTTP, with /healthz and /readyz for probers.")
  record ServeSpec(
      @Key(
              value = "0 for any free one.",
              byDefault = "" + ServerOptions.DEFAULT_PORT,
              min = 0,
              max = 65_535)
          int port,
      @Key(
              value = "The address to listen on; others than this machine's own need a token.",
              byDefault = "127.0.0.1")
          String host,
      @Key("What callers must send as Bearer token, such as ${env:TOKEN}.")
          Optional<EnvironmentSecret> token,
      @Key(value = "Whether to show a dashboard at /.", byDefault = "true") boolean dashboard,
      @Key(value = "Whether to tell Prometheus at /metrics.", byDefault = "true") boolean metrics,
      @Key(
              "/readyz says no if the newest batch is older; default: 1m, or three intervals. More"
                  + " where a continuous pipeline gets no rows for longer.")
          Optional<Duration> readyWithin) {}
}
