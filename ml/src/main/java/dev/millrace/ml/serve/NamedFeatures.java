package dev.millrace.ml.serve;

import dev.millrace.ml.instance.InstanceBlockBuilder;
import dev.millrace.ml.instance.Schema;
import dev.millrace.ml.serve.ServedModel.ColumnType;
import dev.millrace.ml.serve.ServedModel.InputColumn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Fills in features by their names: a number column per feature, a text column {@code c} for the
 * features {@code c=…}, and {@code a*b} as a product unless it is given itself. Immutable.
 */
final class NamedFeatures {
  /** Where a value that is in none of a column's categories goes, if there is such a feature. */
  static final String OTHER = "<other>";

  private record Product(int feature, int left, int right) {}

  private final Schema schema;
  private final Map<String, Integer> numbers = new LinkedHashMap<>();
  private final Map<String, Map<String, Integer>> categories = new LinkedHashMap<>();
  private final List<Product> products = new ArrayList<>();
  private final List<InputColumn> columns;
  private final List<InputColumn> optionalColumns;

  NamedFeatures(Schema schema) {
    this.schema = schema;
    Map<String, Integer> index = new HashMap<>();
    List<String> names = schema.features();
    for (int i = 0; i < names.size(); i++) {
      index.put(names.get(i), i);
    }
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      int times = name.indexOf('*');
      int equals = name.indexOf('=');
      Integer left = times < 0 ? null : index.get(name.substring(0, times));
      Integer right = times < 0 ? null : index.get(name.substring(times + 1));
      if (left != null && right != null) {
        products.add(new Product(i, left, right));
      } else if (equals > 0) {
        categories
            .computeIfAbsent(name.substring(0, equals), c -> new LinkedHashMap<>())
            .put(name.substring(equals + 1), i);
      }
      if (equals < 0) {
        numbers.put(name, i);
      }
    }
    this.columns = describe(true);
    this.optionalColumns = describe(false);
  }

  /**
   * The columns; the same list at every call, for servers to remember what they made of it.
   *
   * @param numbersRequired whether the model cannot do without a number
   */
  List<InputColumn> columns(boolean numbersRequired) {
    return numbersRequired ? columns : optionalColumns;
  }

  private List<InputColumn> describe(boolean numbersRequired) {
    List<InputColumn> described = new ArrayList<>();
    numbers.forEach(
        (name, i) ->
            described.add(
                new InputColumn(
                    name, ColumnType.NUMBER, numbersRequired && isNeeded(name, i), List.of())));
    categories.forEach(
        (name, values) ->
            described.add(
                new InputColumn(
                    name,
                    ColumnType.TEXT,
                    false,
                    values.keySet().stream().filter(v -> !v.equals(OTHER)).toList())));
    return List.copyOf(described);
  }

  private boolean isNeeded(String name, int feature) {
    return !schema.sparse()
        && name.indexOf('#') < 0
        && products.stream().noneMatch(product -> product.feature() == feature);
  }

  /**
   * Writes one row, without ending it.
   *
   * @return the first number that was not given; empty if all were
   */
  String write(Map<String, Object> row, InstanceBlockBuilder out) {
    double[] known = new double[schema.width()];
    boolean[] given = new boolean[schema.width()];
    row.forEach((name, value) -> set(name, value, known, given));
    String missing = "";
    for (Map.Entry<String, Integer> number : numbers.entrySet()) {
      int i = number.getValue();
      if (!given[i] && isNeeded(number.getKey(), i)) {
        known[i] = Double.NaN;
        missing = missing.isEmpty() ? number.getKey() : missing;
      }
    }
    for (Product product : products) {
      if (!given[product.feature()]) {
        known[product.feature()] = known[product.left()] * known[product.right()];
      }
    }
    for (int i = 0; i < known.length; i++) {
      if (Double.isNaN(known[i])) {
        out.missing(i);
      } else {
        out.feature(i, known[i]);
      }
    }
    return missing;
  }

  private void set(String name, Object value, double[] known, boolean[] given) {
    Map<String, Integer> column = categories.get(name);
    Integer number = numbers.get(name);
    if (column == null && number == null) {
      throw Values.unknown(name, columns(true));
    }
    if (value == null) {
      return;
    }
    if (number != null) {
      known[number] = Values.number(name, value);
      given[number] = true;
      return;
    }
    Integer feature = column.get(Values.text(name, value));
    if (feature == null) {
      feature = column.get(OTHER);
    }
    if (feature != null) {
      known[feature] = 1;
      given[feature] = true;
    }
  }
}
