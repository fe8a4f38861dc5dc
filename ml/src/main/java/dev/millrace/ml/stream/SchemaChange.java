package dev.millrace.ml.stream;

import dev.millrace.core.CheckpointException;
import dev.millrace.ml.instance.Schema;
import java.util.List;

/** Refuses to go on with features or classes that are not those that were learned. */
final class SchemaChange {
  private SchemaChange() {}

  static void check(Schema stored, Schema now) {
    check("features", stored.features(), now.features());
    check("classes", stored.classes(), now.classes());
  }

  private static void check(String what, List<String> stored, List<String> now) {
    if (stored.equals(now)) {
      return;
    }
    int first = 0;
    int common = Math.min(stored.size(), now.size());
    while (first < common && stored.get(first).equals(now.get(first))) {
      first++;
    }
    throw new CheckpointException(
        "the learners know "
            + stored.size()
            + " "
            + what
            + ", the pipeline has "
            + now.size()
            + "; they first differ at "
            + first
            + ": "
            + at(stored, first)
            + " became "
            + at(now, first));
  }

  private static String at(List<String> names, int index) {
    return index < names.size() ? "'" + names.get(index) + "'" : "nothing";
  }
}
