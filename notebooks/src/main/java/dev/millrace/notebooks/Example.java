package dev.millrace.notebooks;

import dev.millrace.core.DStream;
import dev.millrace.core.alert.Alerts;
import dev.millrace.ml.drift.Drift;
import dev.millrace.ml.serve.PredictorModel;
import dev.millrace.ml.stream.LearningStream;
import java.util.List;

/** An example pipeline once it is described on a context: what can be asked of it. */
public interface Example {
  /** Its models, as a server takes them; the first is the one that matters most. */
  List<PredictorModel> models();

  /** What learns in it. */
  List<LearningStream<?>> learning();

  /** What its rules tell; none unless it has some. */
  default List<Alerts> alerts() {
    return List.of();
  }

  /** What its detectors signal; none unless it has some. */
  default List<DStream<Drift>> drifts() {
    return List.of();
  }

  /** How it has done, up to the newest commit. */
  Summary summary();
}
