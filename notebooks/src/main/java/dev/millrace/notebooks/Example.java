package dev.millrace.notebooks;

import dev.millrace.ml.serve.PredictorModel;
import dev.millrace.ml.stream.LearningStream;
import java.util.List;

/** An example pipeline once it is described on a context: what can be asked of it. */
public interface Example {
  /** Its models, as a server takes them; the first is the one that matters most. */
  List<PredictorModel> models();

  /** What learns in it. */
  List<LearningStream<?>> learning();

  /** How it has done, up to the newest commit. */
  Summary summary();
}
