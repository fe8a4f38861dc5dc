package dev.millrace.yaml;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.function.FilterFunction;
import dev.millrace.core.row.Row;
import dev.millrace.yaml.document.Key;
import dev.millrace.yaml.document.Kind;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What must hold of a row. */
@Kind("What must hold of a row: one of equals, not, in, above, below.")
record ConditionSpec(
    @Key("The column.") String column,
    @Key("Its value is this.") Optional<String> equals,
    @Key("Its value is another.") Optional<String> not,
    @Key("Its value is one of these.") List<String> in,
    @Key("Its number is larger.") Optional<Double> above,
    @Key("Its number is smaller.") Optional<Double> below) {
  ConditionSpec {
    long given =
        Stream.of(
                equals.isPresent(),
                not.isPresent(),
                !in.isEmpty(),
                above.isPresent(),
                below.isPresent())
            .filter(there -> there)
            .count();
    if (given != 1) {
      throw new ConfigurationException(
          "expected one of equals, not, in, above, below, got " + (given == 0 ? "none" : given));
    }
  }

  /**
   * The test.
   *
   * @param path where it stands in the file
   */
  FilterFunction<Row> test(Columns columns, String path) {
    String at = path + ".column";
    if (above.isPresent() || below.isPresent()) {
      int index = columns.number(at, column);
      double limit = above.orElseGet(below::get);
      return above.isPresent()
          ? row -> row.number(index) > limit
          : row -> row.number(index) < limit;
    }
    int index = columns.any(at, column);
    if (not.isPresent()) {
      String other = not.get();
      return row -> !row.display(index).equals(other);
    }
    Set<String> values = equals.map(Set::of).orElseGet(() -> Set.copyOf(in));
    return row -> values.contains(row.display(index));
  }
}
