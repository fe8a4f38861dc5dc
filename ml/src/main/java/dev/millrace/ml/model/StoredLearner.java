package dev.millrace.ml.model;

import dev.millrace.core.checkpoint.Checkpoint;
import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.ml.instance.Schema;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a checkpoint holds of a learner.
 *
 * @param schema the features and classes that it knows
 * @param state as the learning stream wrote it
 */
record StoredLearner(Schema schema, StateReader state) {
  /** What the state of a learning stream has, and that of nothing else. */
  private static final String MARK = "learning";

  ModelVersion.Summary summary(String name) {
    return new ModelVersion.Summary(name, state.getString("kind"), state.getLong("rowsLearned"));
  }

  double threshold() {
    return state.getDouble("decidesAbove");
  }

  /** All in a checkpoint, by name; where a name stands twice, with its stream's before it. */
  static Map<String, StoredLearner> allOf(Checkpoint checkpoint) {
    Map<String, StateReader> streams = new LinkedHashMap<>();
    Map<String, Integer> uses = new HashMap<>();
    for (String part : checkpoint.names()) {
      StateReader state = checkpoint.part(part);
      if (state.has(MARK)) {
        streams.put(part, state);
        state.get("learners").names().forEach(name -> uses.merge(name, 1, Integer::sum));
      }
    }
    Map<String, StoredLearner> learners = new LinkedHashMap<>();
    streams.forEach(
        (part, state) -> {
          Schema schema = Schema.restored(state.get("schema"));
          StateReader stored = state.get("learners");
          for (String name : stored.names()) {
            learners.put(
                uses.get(name) == 1 ? name : part + "." + name,
                new StoredLearner(schema, stored.get(name)));
          }
        });
    return learners;
  }
}
